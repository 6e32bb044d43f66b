package db

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"gongkai/law"
	"gongkai/workflow"
)

const (
	listDefault = 50
	listMost    = 200
)

// Applications gives one page of a list, 50 long unless the query says otherwise and at most 200. Sorted by due date,
// what is open comes first, what has no date yet after it, what is closed last; sorted by receipt, what was never
// received comes last. The words of Text (parted by white space) are looked for in number, applicant and content, and
// all must be found; one of a single character finds nothing by itself but in the number. Names and contents are opened
// for the page only. Refused: malformed (sort, cursor).
func (s *Store) Applications(ctx context.Context, q workflow.Query) (workflow.Page, error) {
	order, err := orderOf(q.Sort)
	if err != nil {
		return workflow.Page{}, err
	}
	at, err := order.place(q.Cursor)
	if err != nil {
		return workflow.Page{}, err
	}
	page := workflow.Page{Items: []workflow.Summary{}}
	words := wordsOf(q.Text)
	if !storable(q.Agency) || !storable(q.Department) || q.Text != "" && len(words) == 0 {
		return page, nil
	}
	limit := min(q.Limit, listMost)
	if limit <= 0 {
		limit = listDefault
	}
	ends := []place{} // of each item
	for at.Part < len(order.parts) && len(page.Items) <= limit {
		n := limit + 1 - len(page.Items) // one more tells whether there is a next page
		rows, err := s.listRows(ctx, q, words, order, at, n)
		if err != nil {
			return workflow.Page{}, err
		}
		items, err := s.summaries(ctx, rows)
		if err != nil {
			return workflow.Page{}, err
		}
		for i, item := range items {
			at = place{order.name, at.Part, rows[i].Key, rows[i].ID}
			if found(item, words) {
				page.Items, ends = append(page.Items, item), append(ends, at)
			}
		}
		if len(rows) < n {
			at = place{Sort: order.name, Part: at.Part + 1}
		}
	}
	if len(page.Items) > limit {
		page.Items, page.Next = page.Items[:limit], ends[limit-1].cursor()
	}
	return page, nil
}

// listRow is an application as its row has it. Key is what the list is sorted by.
type listRow struct {
	Key          string   `db:"sort_key"`
	ID           int64    `db:"id"`
	Agency       string   `db:"agency"`
	Number       string   `db:"number"`
	Seq          int      `db:"seq"`
	State        string   `db:"state"`
	Result       string   `db:"result"`
	Channel      string   `db:"channel"`
	Category     string   `db:"category"`
	RegisteredOn law.Date `db:"registered_on"`
	ReceivedOn   law.Date `db:"received_on"`
	DueOn        law.Date `db:"due_on"`
	DueKind      string   `db:"due_kind"`
	ClosedOn     law.Date `db:"closed_on"`
	Overdue      bool     `db:"overdue"`
	Facts        string   `db:"facts"`
	ChangedAt    string   `db:"changed_at"`
	NameSeq      int      `db:"name_seq"`
	ContentSeq   int      `db:"content_seq"`
}

// listRows reads up to limit rows of one part of the order that lie behind a place.
func (s *Store) listRows(ctx context.Context, q workflow.Query, words []string, order listOrder, at place, limit int) ([]listRow, error) {
	part := order.parts[at.Part]
	c, err := s.filters(q, words)
	if err != nil {
		return nil, err
	}
	if part.where != "" {
		c.add(part.where)
	}
	turn, direction := ">", ""
	if order.reversed {
		turn, direction = "<", " desc"
	}
	if at.ID > 0 {
		c.add(fmt.Sprintf("(%s, a.id) %s (%s, %s)", part.key, turn, c.arg(at.Key), c.arg(at.ID)))
	}
	query := "select " + part.key + ` as sort_key, a.id, a.agency, a.number, a.seq, a.state, a.result, a.channel, a.category,
		a.registered_on, a.received_on, a.due_on, a.due_kind, a.closed_on, a.overdue, a.facts, a.changed_at, a.name_seq, a.content_seq
		from application a` + c.where() + fmt.Sprintf(" order by %s%s, a.id%s limit %s", part.key, direction, direction, c.arg(limit))
	var rows []listRow
	if err := s.read.SelectContext(ctx, &rows, query, c.args...); err != nil {
		return nil, fmt.Errorf("list applications: %w", err)
	}
	return rows, nil
}

// conditions gathers the parts of a where clause and their arguments.
type conditions struct {
	parts []string
	args  []any
}

func (c *conditions) add(part string) { c.parts = append(c.parts, part) }

func (c *conditions) arg(v any) string {
	c.args = append(c.args, v)
	return fmt.Sprintf("$%d", len(c.args))
}

func (c *conditions) where() string {
	if len(c.parts) == 0 {
		return ""
	}
	return " where " + strings.Join(c.parts, " and ")
}

func (s *Store) filters(q workflow.Query, words []string) (*conditions, error) {
	c := &conditions{}
	if q.Agency != "" {
		c.add("a.agency = " + c.arg(q.Agency))
	}
	if len(q.States) > 0 {
		names := make([]string, len(q.States))
		for i, state := range q.States {
			names[i] = string(state)
		}
		list, err := s.dialect.texts(names)
		if err != nil {
			return nil, err
		}
		c.arg(list)
		c.add(s.dialect.among("a.state", len(c.args)))
	}
	if q.OpenOnly {
		c.add("a.is_open = 1")
	}
	if q.Overdue {
		c.add("a.overdue = 1")
	}
	if q.Department != "" {
		c.add("exists (select 1 from task t where t.agency = a.agency and t.number = a.number and t.is_open = 1 and t.department = " +
			c.arg(q.Department) + ")")
	}
	if !q.DueBefore.IsZero() {
		c.add("a.due_on <= " + c.arg(q.DueBefore.String()))
	}
	if len(words) > 0 {
		s.searching(c, words)
	}
	return c, nil
}

// searching narrows by the index of pairs of characters; the opened words then decide (found).
func (s *Store) searching(c *conditions, words []string) {
	tokens := s.index.tokens(words...)
	switch {
	case len(tokens) == 0:
		in := map[dialect]string{sqlite: "instr", postgres: "strpos"}[s.dialect]
		c.add(in + "(lower(a.number), " + c.arg(words[0]) + ") > 0")
	case s.dialect == postgres:
		c.add("a.id in (select rowid from search where tokens @@ " + c.arg(strings.Join(tokens, " & ")) + "::tsquery)")
	default:
		c.add("a.id in (select rowid from search where search match " + c.arg(`"`+strings.Join(tokens, `" AND "`)+`"`) + ")")
	}
}

// wordsOf takes what was typed apart at white space, as the index has it.
func wordsOf(text string) []string {
	var words []string
	for _, word := range strings.Fields(text) {
		if word = plain(word); word != "" {
			words = append(words, word)
		}
	}
	return words
}

// found says whether every word stands in one of the three texts. Words of the content that share all pairs of a word
// without holding it, and the rare collision of two pairs, end here.
func found(item workflow.Summary, words []string) bool {
	texts := []string{plain(item.Application), plain(item.Applicant), plain(item.Content)}
	for _, word := range words {
		if !strings.Contains(texts[0], word) && !strings.Contains(texts[1], word) && !strings.Contains(texts[2], word) {
			return false
		}
	}
	return true
}

// summaries completes rows by the departments that hold them and by the opened words.
func (s *Store) summaries(ctx context.Context, rows []listRow) ([]workflow.Summary, error) {
	items := make([]workflow.Summary, len(rows))
	if len(rows) == 0 {
		return items, nil
	}
	holders, err := s.holders(ctx, rows)
	if err != nil {
		return nil, err
	}
	opened, err := s.openedWords(ctx, rows)
	if err != nil {
		return nil, err
	}
	for i, r := range rows {
		item := workflow.Summary{
			Agency: r.Agency, Application: r.Number, Sequence: r.Seq, State: workflow.State(r.State), Result: r.Result,
			Channel: r.Channel, Category: r.Category, RegisteredOn: r.RegisteredOn, ReceivedOn: r.ReceivedOn,
			DueOn: r.DueOn, DueKind: r.DueKind, ClosedOn: r.ClosedOn, Overdue: r.Overdue, Holders: holders[r.ID],
			Applicant: opened[r.words("name", r.NameSeq)], Content: opened[r.words("content", r.ContentSeq)],
		}
		if err := json.Unmarshal([]byte(r.Facts), &item.Facts); err != nil {
			return nil, fmt.Errorf("read the facts of %s: %w", r.Number, err)
		}
		if item.ChangedAt, err = time.Parse(timeLayout, r.ChangedAt); err != nil {
			return nil, fmt.Errorf("read when %s changed: %w", r.Number, err)
		}
		items[i] = item
	}
	return items, nil
}

// sealedAt is where words are sealed.
type sealedAt struct{ owner, field string }

func (r listRow) words(field string, seq int) sealedAt {
	return sealedAt{ownerOf(workflow.ApplicationStream(r.Agency, r.Number), seq), sealedName(field, seq)}
}

func (s *Store) openedWords(ctx context.Context, rows []listRow) (map[sealedAt]string, error) {
	wanted := map[sealedAt]bool{}
	var owners []string
	for _, r := range rows {
		name, content := r.words("name", r.NameSeq), r.words("content", r.ContentSeq)
		wanted[name], wanted[content] = true, true
		owners = append(owners, name.owner)
		if content.owner != name.owner {
			owners = append(owners, content.owner)
		}
	}
	arg, err := s.dialect.texts(owners)
	if err != nil {
		return nil, err
	}
	var sealed []sealedWord
	query := "select owner, field, ciphertext, salt from sealed where " + s.dialect.among("owner", 1) +
		" and field in ('name', 'content', 'name.after', 'content.after')"
	if err := s.read.SelectContext(ctx, &sealed, query, arg); err != nil {
		return nil, fmt.Errorf("read sealed words: %w", err)
	}
	opened := map[sealedAt]string{}
	for _, w := range sealed {
		at := sealedAt{w.Owner, w.Field}
		if !wanted[at] {
			continue
		}
		if opened[at], err = s.options.Sealer.Open(w.Owner, w.Field, w.Ciphertext); err != nil {
			return nil, fmt.Errorf("read sealed words: %w", err)
		}
	}
	return opened, nil
}

// holders gives the departments with an open task, by the application's id.
func (s *Store) holders(ctx context.Context, rows []listRow) (map[int64][]string, error) {
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = fmt.Sprint(r.ID)
	}
	among, list := "a.id in (select value from json_each($1))", "["+strings.Join(ids, ",")+"]"
	if s.dialect == postgres {
		among, list = "a.id = any($1::bigint[])", "{"+strings.Join(ids, ",")+"}"
	}
	var tasks []struct {
		ID         int64  `db:"id"`
		Department string `db:"department"`
	}
	query := "select a.id, t.department from application a join task t on t.agency = a.agency and t.number = a.number where " +
		among + " and t.is_open = 1 order by a.id, t.department"
	if err := s.read.SelectContext(ctx, &tasks, query, list); err != nil {
		return nil, fmt.Errorf("list who holds applications: %w", err)
	}
	held := map[int64][]string{}
	for _, t := range tasks {
		held[t.ID] = append(held[t.ID], t.Department)
	}
	return held, nil
}
