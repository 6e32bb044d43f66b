package annual

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gongkai/law"
)

// Facts is what the words of a report may quote instead of typing it.
type Facts struct {
	Agency   string // the body's name
	Report   Report
	Previous *Report // of the year before, nil while that is not at hand
	Fees     Fees
}

// Fees is what 六 reports of the fee of art. 42: notices sent, payments and the sum received in the year.
type Fees struct {
	Notices, Payments int64
	Fen               int64
}

// Quotation is one placeholder with its value: {{Key}} in the words becomes Value.
type Quotation struct {
	Key     string `json:"key"`
	Label   string `json:"label"`
	English string `json:"english"`
	Value   string `json:"value"`
	Known   bool   `json:"known"` // false: the placeholder exists, but its figure is not at hand
}

// ErrPlaceholder means that words hold a placeholder that does not exist.
var ErrPlaceholder = errors.New("unknown placeholder")

// Beginnings that ask for something about a figure instead of the figure.
const (
	ofPrevious = "previous." // the figure of the year before
	asChange   = "change."   // 增长12.3%, 下降3.2%, 持平 against the year before
	asShare    = "share."    // per cent of （七）总计, or of all new applications
)

// Unfilled stands in the words where a figure is not at hand, so that nobody overlooks it.
func Unfilled(key string) string { return "〔缺：" + key + "〕" }

// Fill puts the figures in the places of the words. Errors wrap ErrPlaceholder and name the first that does not exist;
// a brace that opens or closes nothing is one too.
func (f Facts) Fill(words string) (string, error) {
	var wrong []string
	out := place.ReplaceAllStringFunc(words, func(found string) string {
		key := place.FindStringSubmatch(found)[1]
		q, ok := f.Quote(key)
		switch {
		case !ok:
			wrong = append(wrong, key)
		case ok && !q.Known:
			return Unfilled(key)
		}
		return q.Value
	})
	rest := place.ReplaceAllString(words, "□")
	for _, brace := range []string{"{{", "}}"} {
		if strings.Contains(rest, brace) {
			wrong = append(wrong, brace)
		}
	}
	if len(wrong) > 0 {
		return "", fmt.Errorf("%w: %s", ErrPlaceholder, shorten(wrong[0]))
	}
	return out, nil
}

// FillAll fills every chapter; what cannot be filled was refused when it was written.
func (f Facts) FillAll(words Prose) (Prose, error) {
	out := Prose{}
	for chapter, text := range words {
		filled, err := f.Fill(text)
		if err != nil {
			return nil, fmt.Errorf("fill chapter %d: %w", chapter, err)
		}
		out[chapter] = filled
	}
	return out, nil
}

// Quote gives one placeholder; false when there is none of that name.
func (f Facts) Quote(key string) (Quotation, bool) {
	switch key {
	case "agency":
		return Quotation{key, "机关名称", "name of the body", f.Agency, f.Agency != ""}, true
	case "year":
		return Quotation{key, "年度", "year", strconv.Itoa(f.Report.Year), true}, true
	case "previous.year":
		return Quotation{key, "上一年度", "year before", strconv.Itoa(f.Report.Year - 1), true}, true
	}
	base, kind := key, ""
	for _, prefix := range []string{ofPrevious, asChange, asShare} {
		if rest, ok := strings.CutPrefix(key, prefix); ok {
			base, kind = rest, prefix
		}
	}
	now, label, ok := f.figure(f.Report, base)
	if !ok {
		return Quotation{}, false
	}
	q := Quotation{Key: key, Label: label.zh, English: label.en}
	if kind == "" {
		q.Value, q.Known = printedAmount(base, now)
		return q, true
	}
	if kind == asShare {
		whole, ok := wholeOf(base)
		if !ok {
			return Quotation{}, false
		}
		all, _, _ := f.figure(f.Report, whole)
		q.Label, q.English = label.zh+"占比", "share of "+label.en
		q.Value, q.Known = share(now, all)
		return q, true
	}
	if strings.HasPrefix(base, feesOfYear) {
		return Quotation{}, false // only the year's own are counted
	}
	before := Figure{}
	if f.Previous != nil {
		before, _, _ = f.figure(*f.Previous, base)
	}
	if kind == ofPrevious {
		q.Label, q.English = "上年"+label.zh, label.en+", year before"
		q.Value, q.Known = printedAmount(base, before)
		return q, true
	}
	q.Label, q.English = label.zh+"与上年相比", label.en+" against the year before"
	q.Value, q.Known = change(now, before, base)
	return q, true
}

// Quotations lists what can be quoted, in the order of the form; each figure also takes the beginnings previous., change.
// and, in table 3, share.
func (f Facts) Quotations() []Quotation {
	keys := []string{"agency", "year", "previous.year"}
	for _, c := range slices.Backward(columns[:]) { // 总计 first: it is what texts quote
		keys = append(keys, "received."+c.Key)
		for _, r := range law.Rows(formOr2021(f.Report.Table3.Form)) {
			keys = append(keys, r.Key+"."+c.Key)
		}
		for _, head := range groupHeads {
			if key := head + "." + c.Key; !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	for _, group := range caseGroups() {
		for _, o := range caseFields() {
			keys = append(keys, group.key+"."+o.key)
		}
	}
	keys = append(keys, law.Table2Keys(formOr2021(f.Report.Table2.Form))...)
	keys = append(keys, feesOfYear+"notices", feesOfYear+"payments", feesOfYear+"yuan")
	out := make([]Quotation, 0, len(keys))
	for _, key := range keys {
		if q, ok := f.Quote(key); ok {
			out = append(out, q)
		}
	}
	return out
}

// printedAmount gives a figure as words quote it: a blank is 0, an amount is in its unit.
func printedAmount(key string, f Figure) (string, bool) {
	n, ok := f.part()
	if !ok {
		if n, _, ok = f.Remark(); !ok {
			return "", false
		}
	}
	switch key {
	case FeesKey:
		return FormatFees(n), true
	case feesOfYear + "yuan":
		return yuan(n), true
	}
	return strconv.FormatInt(n, 10), true
}

func yuan(fen int64) string {
	const perYuan = 100
	out := strconv.FormatInt(fen/perYuan, 10)
	if rest := fen % perYuan; rest != 0 {
		out += "." + strings.TrimRight(fmt.Sprintf("%02d", rest), "0")
	}
	return out
}

// share gives a part in per cent of a whole, with one decimal; of nothing there is none.
func share(part, whole Figure) (string, bool) {
	a, aok := part.part()
	b, bok := whole.part()
	if !aok || !bok || b == 0 {
		return "", false
	}
	return percent(a, b), true
}

// change tells how a figure moved, in words that fit after 比上年.
func change(now, before Figure, key string) (string, bool) {
	a, aok := now.part()
	b, bok := before.part()
	switch {
	case !aok || !bok:
		return "", false
	case a == b:
		return "持平", true
	case b == 0:
		text, _ := printedAmount(key, now)
		return "由0增至" + text, true
	case a > b:
		return "增长" + percent(a-b, b), true
	}
	return "下降" + percent(b-a, b), true
}

// percent is a of b in per cent, rounded to one decimal, halves up; 12.0 is 12.
func percent(a, b int64) string {
	const perMille = 1000
	tenths := int64((float64(a)*perMille)/float64(b) + 0.5)
	out := strconv.FormatInt(tenths/10, 10)
	if tenths%10 != 0 {
		out += "." + strconv.FormatInt(tenths%10, 10)
	}
	return out + "%"
}
