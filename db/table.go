package db

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"
)

// statement writes many rows of one shape: on PostgreSQL as one statement over arrays, on SQLite as one prepared
// statement run for each row. In both, every row must hit exactly one (each), or any number when anyCount is set.
type statement struct {
	name     string
	postgres string // uses the arrays $1, $2 …
	sqlite   string // uses the values $1, $2 …
	names    []string
	columns  int
	anyCount bool
}

// inserting builds the statement that inserts rows; columns are "name type" with PostgreSQL's element type. conflict
// is what follows the rows (on conflict …).
func inserting(table, conflict string, columns ...string) statement {
	names, arrays, places, selected := []string{}, []string{}, []string{}, []string{}
	for i, c := range columns {
		name, kind, _ := strings.Cut(c, " ")
		names = append(names, name)
		value := name
		if kind == "tsvector" {
			kind, value = "text", "array_to_tsvector(string_to_array("+name+", ' '))"
		}
		selected = append(selected, value)
		arrays = append(arrays, fmt.Sprintf("$%d::%s[]", i+1, kind))
		places = append(places, fmt.Sprintf("$%d", i+1))
	}
	list := strings.Join(names, ", ")
	return statement{
		name: "insert into " + table, names: names, columns: len(columns), anyCount: conflict != "",
		postgres: fmt.Sprintf("insert into %s (%s) select %s from unnest(%s) as u(%s) %s",
			table, list, strings.Join(selected, ", "), strings.Join(arrays, ", "), list, conflict),
		sqlite: fmt.Sprintf("insert into %s (%s) values (%s) %s", table, list, strings.Join(places, ", "), conflict),
	}
}

// updating builds the statement that updates rows; the first keys columns find the row.
func updating(table string, keys int, columns ...string) statement {
	var names, arrays, setPG, setLite, wherePG, whereLite []string
	for i, c := range columns {
		name, kind, _ := strings.Cut(c, " ")
		names = append(names, name)
		arrays = append(arrays, fmt.Sprintf("$%d::%s[]", i+1, kind))
		if i < keys {
			wherePG = append(wherePG, fmt.Sprintf("t.%s = u.%s", name, name))
			whereLite = append(whereLite, fmt.Sprintf("%s = $%d", name, i+1))
			continue
		}
		setPG = append(setPG, fmt.Sprintf("%s = u.%s", name, name))
		setLite = append(setLite, fmt.Sprintf("%s = $%d", name, i+1))
	}
	return statement{
		name: "update " + table, columns: len(columns),
		postgres: fmt.Sprintf("update %s t set %s from unnest(%s) as u(%s) where %s", table, strings.Join(setPG, ", "),
			strings.Join(arrays, ", "), strings.Join(names, ", "), strings.Join(wherePG, " and ")),
		sqlite: fmt.Sprintf("update %s set %s where %s", table, strings.Join(setLite, ", "), strings.Join(whereLite, " and ")),
	}
}

// deleting builds the statement that deletes the rows found by all columns.
func deleting(table string, columns ...string) statement {
	var names, arrays, wherePG, whereLite []string
	for i, c := range columns {
		name, kind, _ := strings.Cut(c, " ")
		names = append(names, name)
		arrays = append(arrays, fmt.Sprintf("$%d::%s[]", i+1, kind))
		wherePG = append(wherePG, fmt.Sprintf("t.%s = u.%s", name, name))
		whereLite = append(whereLite, fmt.Sprintf("%s = $%d", name, i+1))
	}
	return statement{
		name: "delete from " + table, columns: len(columns),
		postgres: fmt.Sprintf("delete from %s t using unnest(%s) as u(%s) where %s", table,
			strings.Join(arrays, ", "), strings.Join(names, ", "), strings.Join(wherePG, " and ")),
		sqlite: fmt.Sprintf("delete from %s where %s", table, strings.Join(whereLite, " and ")),
	}
}

// run writes the rows inside the transaction. A row that hits nothing means that a derived table does not say what the
// log says: the transaction must fail (compare and set, count the rows).
func (s *Store) run(ctx context.Context, tx *sqlx.Tx, st *statement, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	hit, err := s.runCounting(ctx, tx, st, rows)
	if err != nil {
		return fmt.Errorf("%s: %w", st.name, err)
	}
	if !st.anyCount && hit != int64(len(rows)) {
		return fmt.Errorf("%s: %d rows written where %d were meant", st.name, hit, len(rows))
	}
	return nil
}

func (s *Store) runCounting(ctx context.Context, tx *sqlx.Tx, st *statement, rows [][]any) (int64, error) {
	if s.dialect == postgres {
		args := make([]any, st.columns)
		for c := range args {
			array, err := arrayOf(rows, c)
			if err != nil {
				return 0, err
			}
			args[c] = array
		}
		result, err := tx.ExecContext(ctx, st.postgres, args...)
		if err != nil {
			return 0, err
		}
		return result.RowsAffected()
	}
	run := tx.Tx.StmtContext(ctx, s.prepared[st])
	var hit int64
	for _, row := range rows {
		result, err := run.ExecContext(ctx, row...)
		if err != nil {
			return 0, err
		}
		n, err := result.RowsAffected()
		if err != nil {
			return 0, err
		}
		hit += n
	}
	return hit, nil
}

// prepare makes SQLite's statements ready on the one writing connection. They only ever run inside a transaction.
func (s *Store) prepare(ctx context.Context) error {
	s.prepared = make(map[*statement]*sql.Stmt, len(statements))
	for _, st := range statements {
		p, err := s.write.PrepareContext(ctx, st.sqlite)
		if err != nil {
			return fmt.Errorf("prepare %s: %w", st.name, err)
		}
		s.prepared[st] = p
	}
	return nil
}
