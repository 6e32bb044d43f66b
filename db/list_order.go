package db

import (
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/workflow"
)

// listOrder is one way to sort a list: parts that follow each other whichever way it is turned, each sorted by a text
// of the row and then by age, which makes every place in it unique.
type listOrder struct {
	name     string
	reversed bool
	parts    []listPart
}

type listPart struct{ where, key string }

// The first part of "due" is read from the index application_open_due.
var listOrders = map[string][]listPart{
	"due": {
		{"a.is_open = 1 and a.due_on is not null", "a.due_on"},
		{"a.is_open = 1 and a.due_on is null", "a.number"},
		{"a.is_open = 0", "coalesce(a.due_on, '')"},
	},
	"received": {
		{"a.received_on is not null", "a.received_on"},
		{"a.received_on is null", "a.number"},
	},
	"number": {{"", "a.number"}},
}

func orderOf(sort string) (listOrder, error) {
	if sort == "" {
		sort = "due"
	}
	base, reversed := strings.CutPrefix(sort, "-")
	parts, ok := listOrders[base]
	if !ok {
		return listOrder{}, &workflow.Refusal{
			Code: "malformed", Allowed: []string{}, Faults: []workflow.Fault{{Field: "sort", Code: "unknown_value", Want: "due, received, number"}},
		}
	}
	return listOrder{name: sort, reversed: reversed, parts: parts}, nil
}

// place is where a page ends: in which part, at which key, at which application (0: the beginning of the part).
type place struct {
	Sort string `json:"s"`
	Part int    `json:"p"`
	Key  string `json:"k"`
	ID   int64  `json:"i"`
}

func (p place) cursor() string {
	raw, err := json.Marshal(p)
	if err != nil {
		return "" // texts and numbers always have a JSON form
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// place reads a cursor of this order; an empty one is the beginning.
func (o listOrder) place(cursor string) (place, error) {
	if cursor == "" {
		return place{Sort: o.name}, nil
	}
	var p place
	raw, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err == nil {
		err = json.Unmarshal(raw, &p)
	}
	if err != nil || p.Sort != o.name || p.Part < 0 || p.Part >= len(o.parts) || p.ID <= 0 || !storable(p.Key) {
		return place{}, &workflow.Refusal{
			Code: "malformed", Allowed: []string{}, Faults: []workflow.Fault{{Field: "cursor", Code: "bad_value", Want: strconv.QuoteToGraphic(cursor[:min(len(cursor), 40)])}},
		}
	}
	return p, nil
}

// storable says whether a text can stand in both databases; PostgreSQL answers anything else with an error.
func storable(text string) bool { return utf8.ValidString(text) && !strings.ContainsRune(text, 0) }
