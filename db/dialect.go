package db

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// dialect is where the two databases differ; $1, $2 … work on both.
type dialect int

const (
	sqlite dialect = iota
	postgres
)

func (d dialect) String() string {
	if d == postgres {
		return "postgres"
	}
	return "sqlite"
}

// among gives the condition "column is one of the texts in parameter n"; the argument comes from texts.
func (d dialect) among(column string, n int) string {
	if d == postgres {
		return fmt.Sprintf("%s = any($%d::text[])", column, n)
	}
	return fmt.Sprintf("%s in (select value from json_each($%d))", column, n)
}

// texts gives a list of texts as one argument.
func (d dialect) texts(list []string) (string, error) {
	if d == postgres {
		var b strings.Builder
		b.WriteByte('{')
		for i, s := range list {
			if i > 0 {
				b.WriteByte(',')
			}
			quoteElement(&b, s)
		}
		b.WriteByte('}')
		return b.String(), nil
	}
	raw, err := json.Marshal(list)
	if err != nil {
		return "", fmt.Errorf("encode list: %w", err)
	}
	return string(raw), nil
}

// arrayOf writes one column of rows as a PostgreSQL array literal. Supported are text, bigint and bytea elements; an
// empty date is NULL.
func arrayOf(rows [][]any, column int) (string, error) {
	var b strings.Builder
	b.WriteByte('{')
	for i, row := range rows {
		if i > 0 {
			b.WriteByte(',')
		}
		switch v := row[column].(type) {
		case nil:
			b.WriteString("NULL")
		case string:
			quoteElement(&b, v)
		case int:
			b.WriteString(strconv.Itoa(v))
		case int64:
			b.WriteString(strconv.FormatInt(v, 10))
		case []byte:
			b.WriteString(`"\\x`)
			b.WriteString(hex.EncodeToString(v))
			b.WriteByte('"')
		default:
			return "", fmt.Errorf("column %d holds %T", column, v)
		}
	}
	b.WriteByte('}')
	return b.String(), nil
}

func quoteElement(b *strings.Builder, s string) {
	b.WriteByte('"')
	for i := range len(s) {
		if s[i] == '"' || s[i] == '\\' {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	b.WriteByte('"')
}
