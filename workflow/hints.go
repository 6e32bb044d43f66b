package workflow

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/law"
)

// Hint points at something that a person must judge. It never blocks, and it is no verdict: the same facts may be in
// order. Text is in the language asked for.
type Hint struct {
	Code     string        `json:"code"`
	Article  string        `json:"article,omitempty" doc:"of the Regulation, or of the act named in law"`
	Law      string        `json:"law,omitempty" doc:"key of the act, where it is not the Regulation: postal"`
	Reading  string        `json:"reading,omitempty" doc:"number of the open question it rests on"`
	Sequence int           `json:"sequence,omitempty" doc:"event it concerns"`
	Field    string        `json:"field" doc:"what it concerns: a field, or the command to think of"`
	Text     string        `json:"text"`
	Similar  []SimilarCase `json:"applications,omitempty"`
}

// SimilarCase is an application of the same applicant with similar contents.
type SimilarCase struct {
	Application string   `json:"application"`
	ReceivedOn  law.Date `json:"received_on,omitzero"`
	ClosedOn    law.Date `json:"closed_on,omitzero"`
	Result      string   `json:"result,omitempty"`
	Answered    bool     `json:"answered" doc:"by a reply: only then may the new one be a repeat"`
	Percent     int      `json:"percent" doc:"of the pairs of characters that both contents hold"`
}

// LawName names the act that a hint rests on where it is not the Regulation.
func (h Hint) LawName(lang string) string {
	if h.Law == "" {
		return ""
	}
	return saying(actNames, h.Law, lang)
}

// HintCodes lists the vocabulary.
func HintCodes() []string {
	codes := make([]string, 0, len(hintWords))
	for code := range hintWords {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return codes
}

// Hints looks through a case on a day. What its reader may not see is not looked at: words that are not in c are not
// compared, and kin are the applicant's other applications as far as the reader may know of them.
func Hints(c *Case, kin []Kin, cal *law.Calendar, today law.Date, lang string) []Hint {
	h := hinting{c: c, a: c.Application, cal: cal, today: today, lang: lang, list: []Hint{}}
	effective, err := corrected(h.a.History)
	if err != nil || len(effective) == 0 {
		return h.list
	}
	h.receipt(effective)
	h.applicant(kin)
	h.supplement()
	h.consultations()
	h.answers(effective)
	h.carriers(effective)
	return h.list
}

// hinting is a case being looked through.
type hinting struct {
	c     *Case
	a     *Application
	cal   *law.Calendar
	today law.Date
	lang  string
	list  []Hint
}

func (h *hinting) add(hint Hint, args ...any) {
	hint.Text = saying(hintWords, hint.Code, h.lang, args...)
	h.list = append(h.list, hint)
}

// receipt: an ordinary letter is confirmed the day it comes (art. 31 item 2); an online application confirmed by hand
// more than one working day after its submission is what disputes are about (rulebook 1.3, X25).
func (h *hinting) receipt(effective []Event) {
	first := effective[0].Data.(*Data)
	confirmed, seq := law.Date(0), 0
	for _, e := range effective {
		if e.Type == ReceiptConfirmed {
			confirmed, seq = e.On, e.Seq
		}
	}
	by := confirmed
	if h.a.State == Arrived {
		by = h.today
	}
	came, sent := h.a.RegisteredOn, h.a.RegisteredOn
	if !first.SubmittedOn.IsZero() {
		sent = first.SubmittedOn
	}
	switch {
	case by.IsZero():
	case h.a.Channel == "mail_ordinary" && by > came:
		h.add(Hint{Code: codeOf("letter_confirmed_late", "letter_unconfirmed", seq), Article: "31", Sequence: seq, Field: "received_on"}, came, by)
	case h.a.Channel == "online" && by > h.cal.Nth(sent, 1):
		h.add(Hint{Code: codeOf("online_confirmed_late", "online_unconfirmed", seq), Article: "31", Reading: "A1", Sequence: seq, Field: "received_on"}, sent, by)
	}
	if first.NeedsHelp && !h.a.State.Closed() {
		h.add(Hint{Code: "needs_help", Article: "43", Field: "needs_help"})
	}
	if h.a.Channel == "oral" {
		h.add(Hint{Code: "oral", Article: "29", Field: "needs_help"})
	}
}

func codeOf(done, open string, seq int) string {
	if seq > 0 {
		return done
	}
	return open
}

// similarFrom is the percentage from which contents are called similar, similarMost how many are named.
const (
	similarFrom = 60
	similarMost = 5
)

// applicant: other applications of the same person, many in a month (art. 35) or alike (art. 36 item 6). Once an answer is
// given there is nothing left to judge.
func (h *hinting) applicant(kin []Kin) {
	if h.a.State.Closed() {
		return
	}
	basis := ChoiceOn(h.c.Choices, "monthly_count_basis", h.today)
	month, n := h.a.CountedOn(basis), 1
	var alike []SimilarCase
	content := h.word(1, "content")
	for _, k := range kin {
		if k.State == Void {
			continue
		}
		if sameMonth(k.countedOn(basis), month) {
			n++
		}
		if p := Similarity(content, k.Content); p >= similarFrom {
			alike = append(alike, SimilarCase{Application: k.Application, ReceivedOn: k.ReceivedOn, ClosedOn: k.ClosedOn, Result: k.Result, Answered: k.Answered, Percent: p})
		}
	}
	if n >= law.ExcessiveHint {
		h.add(Hint{Code: "many_in_month", Article: "35", Field: "request_reasons"}, month.Year(), int(month.Month()), n)
	}
	if len(alike) > 0 {
		slices.SortStableFunc(alike, func(x, y SimilarCase) int { return cmp.Compare(y.Percent, x.Percent) })
		h.add(Hint{Code: "similar", Article: "36", Field: "content", Similar: alike[:min(len(alike), similarMost)]}, len(alike), alike[0].Percent)
	}
}

// supplement: what is missing is told once, within 7 working days (art. 30).
func (h *hinting) supplement() {
	if h.a.State != Received || h.a.Supplement != nil {
		return
	}
	if by := h.a.clock(h.cal).NoticeBy; !by.IsZero() && h.today <= by {
		h.add(Hint{Code: "supplement_by", Article: "30", Field: "request_supplement"}, by, h.cal.Count(h.today, by))
	}
}

// consultations: a letter that is not proven delivered after some working days (open reading A11).
func (h *hinting) consultations() {
	days, err := strconv.Atoi(ChoiceOn(h.c.Choices, "third_party_unreachable_alarm_wd", h.today))
	if err != nil || h.a.State != Received {
		return
	}
	for i := range h.a.Consultations {
		c := &h.a.Consultations[i]
		if c.Open() && c.ServedOn.IsZero() && h.today > h.cal.Nth(c.SentOn, days) {
			h.add(Hint{Code: "not_delivered", Article: articleOfKind(c.Kind), Reading: "A11", Sequence: c.Seq, Field: "record_service"},
				c.Party, days, h.a.ConsultationEnd(h.cal, c))
		}
	}
}

// answers: a draft or reply that names no ground or no article (art. 36), or finds nothing without a search on record.
func (h *hinting) answers(effective []Event) {
	if p := h.a.Proposal; p != nil && h.a.Reply == nil && p.Status != "rejected" {
		h.answer(p.Seq, p.Result, p.Items, effective)
	}
	if r := h.a.Reply; r != nil {
		h.answer(r.Seq, r.Result, r.Items, effective)
	}
}

func (h *hinting) answer(seq int, result string, items []string, effective []Event) {
	grounds, shown := h.c.Words[seq]["grounds"]
	grounds = h.wordOr(seq, "grounds", grounds)
	row, _ := law.ResultByKey(result)
	switch needs := row.Articles != "" && head(result) != "disclosed"; {
	case !shown: // its reader may not see the words
	case lettersIn(grounds) < fewestLetters:
		h.add(Hint{Code: "no_ground", Article: "36", Sequence: seq, Field: "grounds"})
	case needs && !namesArticle(grounds):
		h.add(Hint{Code: "no_article", Article: row.Articles, Sequence: seq, Field: "grounds"}, row.Articles)
	}
	searched := slices.ContainsFunc(effective, func(e Event) bool { return e.Type == SearchRecorded })
	if !searched && slices.Contains(append(slices.Clone(items), result), "unable.not_held") {
		h.add(Hint{Code: "no_search", Article: "36", Sequence: seq, Field: "record_search"})
	}
}

// fewestLetters: fewer letters than this are no ground.
const fewestLetters = 4

func lettersIn(text string) int { return utf8.RuneCountInString(bare(text)) }

// namesArticle says that a text points at an article or an act: 第三十六条, 《…》, 条例, art. 36.
func namesArticle(text string) bool {
	low := strings.ToLower(text)
	for _, mark := range []string{"条例", "法》", "《", "art.", "article", "regulation"} {
		if strings.Contains(low, mark) {
			return true
		}
	}
	_, after, found := strings.Cut(text, "第")
	return found && strings.Contains(after, "条")
}

// carriers: official letters go by the postal enterprise, not by a private courier (邮政法 art. 55).
func (h *hinting) carriers(effective []Event) {
	for _, e := range effective {
		if data, ok := e.Data.(*Data); ok && data.Carrier == "courier" {
			h.add(Hint{Code: "courier", Law: "postal", Article: "55", Sequence: e.Seq, Field: "carrier"})
		}
	}
}

// word gives a sealed word of an event as corrections left it; none where the reader may not see it.
func (h *hinting) word(seq int, field string) string {
	return h.wordOr(seq, field, h.c.Words[seq][field])
}

func (h *hinting) wordOr(seq int, field, text string) string {
	for _, e := range h.a.History {
		if data, ok := e.Data.(*Data); ok && e.Type == Corrected && data.Sequence == seq {
			if after, ok := h.c.Words[e.Seq][field+".after"]; ok {
				text = after
			}
		}
	}
	return text
}
