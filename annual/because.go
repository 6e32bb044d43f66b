package annual

import (
	"fmt"
	"strings"

	"gongkai/law"
)

// Behind is an application behind a figure of table 3, with the event that makes it count there: its receipt where it came
// in or is carried over, what closed it for a result. Sequence is the event's number in the history, Event its type.
type Behind struct {
	Entry
	Sequence int
	Event    string
}

// Because says in one sentence why an application counts in a row of a year's table 3: in English when lang begins
// with "en", else in Chinese. It is "" when the application does not count there.
func Because(e Entry, row string, year int, lang string) string {
	if !Counts(e, Cell{row, columns[TotalColumn].Key}, year) {
		return ""
	}
	w := wording{e: e, year: year, en: english(lang)}
	switch row {
	case law.RowNew:
		return w.asNew()
	case law.RowCarriedIn:
		return w.carriedIn()
	case law.RowCarriedOut:
		return w.carriedOut()
	}
	return w.result(row)
}

func english(lang string) bool { return strings.HasPrefix(strings.ToLower(lang), "en") }

type wording struct {
	e    Entry
	year int
	en   bool
}

func (w wording) pick(zh, en string) string {
	if w.en {
		return en
	}
	return zh
}

func (w wording) received() string {
	if w.e.Received.IsZero() {
		return w.pick("收到日期不明", "day of receipt unknown")
	}
	return w.pick(w.e.Received.String()+" 收到", "received on "+w.e.Received.String())
}

// late tells whether a fact of day's year counts in a later one, because its own was filed.
func (w wording) late(own, counted int) string {
	if own == 0 || own >= counted {
		return ""
	}
	return w.pick(fmt.Sprintf("（%d年度已报送，顺延计入）", own), fmt.Sprintf(" (%d was filed already)", own))
}

func (w wording) asNew() string {
	own := 0
	if !w.e.Received.IsZero() {
		own = w.e.Received.Year()
	}
	return w.received() + w.late(own, w.e.NewYear) + w.pick("，计入本年新收", ", counts as new")
}

func (w wording) carriedIn() string {
	before := w.year - 1
	if c := w.e.Closed; !c.IsZero() && c.Year() < w.year {
		return w.received() + w.pick(
			fmt.Sprintf("，%s 办结但在%d年度报送后登记，按上年结转计", c, c.Year()),
			fmt.Sprintf(", closed on %s but entered after %d was filed, counts as carried in", c, c.Year()))
	}
	return w.received() + w.pick(
		fmt.Sprintf("，至%d年末尚未办结，计入上年结转", before),
		fmt.Sprintf(", still open at the end of %d, counts as carried in", before))
}

func (w wording) carriedOut() string {
	if c := w.e.Closed; !c.IsZero() && c.Year() <= w.year {
		return w.received() + w.pick(
			fmt.Sprintf("，%s 办结但在%d年度报送后登记，计入结转下年度继续办理", c, w.year),
			fmt.Sprintf(", closed on %s but entered after %d was filed, counts as carried over", c, w.year))
	}
	return w.received() + w.pick(
		fmt.Sprintf("，%d年内未办结，计入结转下年度继续办理", w.year),
		fmt.Sprintf(", not closed within %d, counts as carried over", w.year))
}

func (w wording) result(row string) string {
	own := 0
	closed := w.pick("办结日期不明", "day of closing unknown")
	if c := w.e.Closed; !c.IsZero() {
		own = c.Year()
		closed = w.pick(c.String()+" 办结", "closed on "+c.String())
	}
	key := lines2021[w.e.row()].key
	name := key
	if r, ok := law.ResultByKey(key); ok {
		name = r.Title()
	}
	tail := w.pick("，结果为“"+name+"”", " as "+key)
	if row == law.RowTotal {
		tail += w.pick("，计入（七）总计", ", counts in the total")
	} else {
		tail += w.pick("，计入该项", ", counts in that row")
	}
	return closed + w.late(own, w.e.closedIn()) + tail
}

// resultName joins head and item, since items such as 3.其他 say nothing alone.
func resultName(key string) string {
	labels := lines2021[rowPlace[key]].labels
	return strings.Join(labels[1:], "")
}
