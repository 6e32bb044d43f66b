package annual

import (
	"fmt"
	"strings"

	"gongkai/law"
	"gongkai/workflow"
)

// Because says in one sentence why the application counts in the cell: the row, the fact with its legal date, the event
// by its number in the history, and the article. It is in English when lang begins with "en", else in Chinese.
func (b Behind) Because(lang string) string {
	w := wording{e: b.Entry, year: b.Year, en: english(lang), at: workflow.Mark{Seq: b.Sequence, Type: b.Event}, article: b.Article}
	switch b.Row {
	case law.RowNew:
		return w.asNew()
	case law.RowCarriedIn:
		return w.carriedIn()
	case law.RowCarriedOut:
		return w.carriedOut()
	}
	return w.result(b.Row)
}

func english(lang string) bool { return strings.HasPrefix(strings.ToLower(lang), "en") }

type wording struct {
	e       Entry
	year    int
	en      bool
	at      workflow.Mark
	article string
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

// event names the event that is counted by, and with cited the article beside it; "" where neither is known.
func (w wording) event(cited bool) string {
	var parts []string
	if w.at.Seq != 0 {
		parts = append(parts, w.pick(fmt.Sprintf("第%d号事件", w.at.Seq), fmt.Sprintf("event %d", w.at.Seq)))
	}
	if cited && w.article != "" {
		parts = append(parts, w.cited())
	}
	if len(parts) == 0 {
		return ""
	}
	return w.pick("（"+strings.Join(parts, "，")+"）", " ("+strings.Join(parts, ", ")+")")
}

func (w wording) cited() string { return w.pick("条例第"+w.article+"条", "art. "+w.article) }

// rule is the article at the end of a sentence about what is carried over: it is the report's, not the event's.
func (w wording) rule() string { return w.pick("（"+w.cited()+"）", " ("+w.cited()+")") }

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
	return w.received() + w.event(true) + w.late(own, w.e.NewYear) + w.pick("，计入本年新收", ", counts as new")
}

func (w wording) carriedIn() string {
	before := w.year - 1
	if c := w.e.Closed; !c.IsZero() && c.Year() < w.year {
		return w.received() + w.event(false) + w.pick(
			fmt.Sprintf("，%s 办结但在%d年度报送后登记，按上年结转计", c, c.Year()),
			fmt.Sprintf(", closed on %s but entered after %d was filed, counts as carried in", c, c.Year())) + w.rule()
	}
	return w.received() + w.event(false) + w.pick(
		fmt.Sprintf("，至%d年末尚未办结，计入上年结转", before),
		fmt.Sprintf(", still open at the end of %d, counts as carried in", before)) + w.rule()
}

func (w wording) carriedOut() string {
	if c := w.e.Closed; !c.IsZero() && c.Year() <= w.year {
		return w.received() + w.event(false) + w.pick(
			fmt.Sprintf("，%s 办结但在%d年度报送后登记，计入结转下年度继续办理", c, w.year),
			fmt.Sprintf(", closed on %s but entered after %d was filed, counts as carried over", c, w.year)) + w.rule()
	}
	return w.received() + w.event(false) + w.pick(
		fmt.Sprintf("，%d年内未办结，计入结转下年度继续办理", w.year),
		fmt.Sprintf(", not closed within %d, counts as carried over", w.year)) + w.rule()
}

func (w wording) result(row string) string {
	own := 0
	if c := w.e.Closed; !c.IsZero() {
		own = c.Year()
	}
	if w.at.Type == workflow.Voided { // it was counted as open in a filed year, which never moves, so it must leave
		return w.closed() + w.event(false) + w.pick(
			"，此前年度已报送，不再变动，故作为办结计出："+w.row(row),
			", after a year that counts it was filed, so it leaves as closed: "+w.row(row)) + w.rule()
	}
	return w.closed() + w.event(true) + w.late(own, w.e.closedIn()) + w.pick("，计入"+w.row(row), ", counts in "+w.row(row))
}

// closed tells what closed the application and when. A ledger tells how it ended, not by what.
func (w wording) closed() string {
	how := w.pick("办结", "closed")
	if w.at.Type != "" && w.at.Type != workflow.RecordedFromLedger {
		how = workflow.EventLabel(w.at.Type, w.pick("zh", "en"))
	}
	if w.e.Closed.IsZero() {
		return how
	}
	return w.pick(w.e.Closed.String()+" "+how, how+" on "+w.e.Closed.String())
}

// row names the result by its official label, block and item, and in English with the meaning beside it.
func (w wording) row(row string) string {
	key := lines2021[w.e.row()].key
	name := RowLabel(key)
	if row == rowOther2019 {
		return w.pick(RowLabel(row), RowLabel(row)+" ("+row+")")
	}
	if r, ok := law.ResultByKey(key); ok {
		name = w.pick(name, name+" ("+r.English+")")
	}
	if row == law.RowTotal {
		return w.pick("（七）总计（"+name+"）", "（七）总计 (total closed), as "+name)
	}
	return name
}

// RowLabel is the label of a row of table 3 as the form prints it, under its block; the explanation in brackets that the
// form adds to a block is left out. The key may be of either form; an unknown one is given back.
func RowLabel(key string) string {
	place, ok := rowPlace[key]
	labels := lines2021[place].labels
	if key == rowOther2019 {
		labels, ok = lines2019[rowFirstOther].labels, true
	}
	if !ok {
		return key
	}
	if len(labels) == 1 {
		return labels[0]
	}
	block := labels[1]
	if i := strings.Index(block[len("（"):], "（"); i > 0 {
		block = block[:i+len("（")]
	}
	return strings.Join(append([]string{block}, labels[2:]...), " ")
}

// resultName joins head and item, since items such as 3.其他 say nothing alone.
func resultName(key string) string {
	labels := lines2021[rowPlace[key]].labels
	return strings.Join(labels[1:], "")
}
