package db_test

import (
	"database/sql"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// Both folders of migrations must give the same tables, columns and indexes. Only the search index differs by nature.
func TestBothDatabasesHaveTheSameSchema(t *testing.T) {
	t.Parallel()
	lite, pg := sqliteLane(t), postgresLane(t)
	lite.open(t)
	pg.open(t)
	columns := query(t, "sqlite", strings.TrimPrefix(lite.url, "sqlite:"), `
		select m.name || '.' || c.name || ' ' || replace(replace(lower(c.type), 'integer', 'bigint'), 'blob', 'bytea') ||
		       case when c."notnull" = 1 or c.pk > 0 then ' not null' else '' end || ' key ' || (c.pk > 0)
		from sqlite_master m join pragma_table_info(m.name) c
		where m.type = 'table' and m.name not like 'search%' and m.name not like 'goose%' and m.name not like 'sqlite%'`)
	want := query(t, "postgres", pg.url, `
		select c.table_name || '.' || c.column_name || ' ' || c.data_type ||
		       case when c.is_nullable = 'NO' then ' not null' else '' end || ' key ' ||
		       (exists (select 1 from information_schema.key_column_usage k join information_schema.table_constraints t
		               using (constraint_schema, constraint_name)
		               where t.constraint_type = 'PRIMARY KEY' and k.table_name = c.table_name and k.column_name = c.column_name))::int
		from information_schema.columns c
		where c.table_schema = 'public' and c.table_name <> 'search' and c.table_name not like 'goose%'`)
	require.Greater(t, len(want), 80)
	require.Empty(t, cmp.Diff(want, columns))

	indexes := query(t, "sqlite", strings.TrimPrefix(lite.url, "sqlite:"),
		"select name from sqlite_master where type = 'index' and sql is not null")
	wantIndexes := query(t, "postgres", pg.url, `select indexname from pg_indexes where schemaname = 'public'
		and indexname not like '%\_pkey' and indexname not like '%\_key' and indexname not in ('search_tokens', 'log_head_one_row')`)
	require.Empty(t, cmp.Diff(wantIndexes, indexes))
}

func query(t *testing.T, driver, source, text string) []string {
	t.Helper()
	raw, err := sql.Open(driver, source)
	require.NoError(t, err)
	defer func() { require.NoError(t, raw.Close()) }()
	rows, err := raw.Query(text)
	require.NoError(t, err)
	defer func() { require.NoError(t, rows.Close()) }()
	var list []string
	for rows.Next() {
		var s string
		require.NoError(t, rows.Scan(&s))
		list = append(list, s)
	}
	require.NoError(t, rows.Err())
	sort.Strings(list)
	return list
}
