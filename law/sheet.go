package law

import (
	"fmt"
	"slices"
	"strings"
)

// Chapter is the sheet of one article: what a jurist reads who reads no code.
type Chapter struct {
	Article  Article
	Values   []string     // sentences, each with the version it belongs to
	Readings []Reading    // what the text leaves open here
	Cases    []WorkedCase // worked cases that prove it
}

// Sheet gives one chapter per article, generated from the data the program
// works by: a value that is changed there changes here.
func Sheet(lang string) []Chapter {
	cases := WorkedCases()
	out := make([]Chapter, 0, len(articles))
	for _, a := range articles {
		ch := Chapter{Article: a, Values: slices.Concat(termValues(a, lang), resultValues(a, lang), otherValues(a, lang))}
		if a.Act == ActRegulation {
			for _, r := range readings {
				if r.Article == a.Number {
					ch.Readings = append(ch.Readings, r)
				}
			}
		}
		for _, k := range cases {
			if k.Act() == a.Act && k.Number() == a.Number {
				ch.Cases = append(ch.Cases, k)
			}
		}
		out = append(out, ch)
	}
	return out
}

// OpenElsewhere gives the open readings that stand in no article of the sheet:
// those of the report's form and of counting.
func OpenElsewhere() []Reading {
	var out []Reading
	for _, r := range readings {
		if !slices.ContainsFunc(articles[:], func(a Article) bool { return a.Act == ActRegulation && a.Number == r.Article }) {
			out = append(out, r)
		}
	}
	return out
}

// termValues are the terms that stand in the article, version by version.
func termValues(a Article, lang string) []string {
	var out []string
	put := func(version string, from, to Date, terms ...Term) {
		for _, t := range terms {
			if t.Has() && t.Article == a.Number {
				out = append(out, fmt.Sprintf("[%s, %s] %s", version, spanText(lang, from, to), t.Sentence(lang)))
			}
		}
	}
	for _, v := range regulation.versions {
		if v.Act == a.Act {
			put(v.Name, v.From, v.To, v.Terms()...)
		}
	}
	for _, r := range remedyVersions() {
		for _, t := range r.terms() {
			if r.act(t) == a.Act {
				put(a.Act, r.From, r.To, t)
			}
		}
	}
	return out
}

func spanText(lang string, from, to Date) string {
	if to == 0 {
		return pick(lang, fmt.Sprintf("自%s起", from), fmt.Sprintf("from %s", from))
	}
	return pick(lang, fmt.Sprintf("%s至%s", from, to-1), fmt.Sprintf("%s to %s", from, to-1))
}

// resultValues are the rows of table 3 that rest on the article.
func resultValues(a Article, lang string) []string {
	if a.Act != ActRegulation {
		return nil
	}
	var out []string
	for _, r := range results {
		if !r.restsOn(a.Number) {
			continue
		}
		line := fmt.Sprintf("%s %s", r.Code, pick(lang, r.Title(), r.English))
		for _, need := range r.Needs {
			line += pick(lang, "；须先有：", "; needs before it: ") + needWord(need, lang)
		}
		from := Date(0)
		for _, rule := range r.Reviews {
			if rule.From != firstDay {
				from = rule.From
			}
			line += pick(lang, "；", "; ")
			if from != 0 {
				line += pick(lang, fmt.Sprintf("自%s起", from), fmt.Sprintf("from %s ", from))
			}
			line += rule.Rule.Text(lang)
		}
		out = append(out, line+pick(lang, "。", "."))
	}
	return out
}

// restsOn says whether the article is among those of the result: 36(4) is 36.
func (r Result) restsOn(number string) bool {
	for part := range strings.SplitSeq(r.Articles, ", ") {
		if bare, _, _ := strings.Cut(part, "("); bare == number {
			return true
		}
	}
	return false
}

func needWord(need, lang string) string {
	switch need {
	case NeedSupplement:
		return pick(lang, "补正告知和补正", "a supplement asked for and received")
	case NeedReasons:
		return pick(lang, "要求说明理由", "a request for reasons")
	case NeedEarlierReply:
		return pick(lang, "对同一申请人同一内容的答复", "an earlier reply to the same applicant")
	}
	return pick(lang, "送达证明，期满后由系统办结", "proof of service; the clock closes it")
}

// otherValues are what is neither term nor result: ways in, fees, who reviews.
func otherValues(a Article, lang string) []string {
	var out []string
	switch a.Act + a.Number {
	case ActRegulation + "31":
		for _, c := range channels {
			out = append(out, pick(lang, c.Label+"：以"+receiptWord(c.Receipt, lang)+"为收到之日。", c.English+": received "+receiptWord(c.Receipt, lang)+"."))
		}
	case ActRegulation + "42":
		out = append(out, pick(lang, "按件计收（同一申请人同一自然月累计）：10件以内免费，第11至30件每件100元，此后每10件一档，第31至40件每件200元，每档加100元。", "By item (one applicant, one calendar month): 10 free, 11 to 30 at 100 yuan, then each ten 100 yuan more a piece: 31 to 40 at 200."),
			pick(lang, "按量计收（每件申请）：30页以内免费，第31至100页每页10元，第101至200页每页20元，以上每页40元。", "By volume (one application): 30 pages free, to 100 at 10 yuan a page, to 200 at 20, beyond at 40."))
	}
	day := map[string]Date{ActReview: reviewTurn(), ActReview1999: reviewTurn() - 1}[a.Act]
	if day == 0 {
		return out
	}
	for _, kind := range BodyKinds() {
		for _, b := range ReviewBodies(kind, day) {
			if b.Article == a.Number {
				out = append(out, pick(lang, kind.Text(lang)+"：向"+b.Chinese+"申请。", kind.Text(lang)+": "+b.English+"."))
			}
		}
	}
	return out
}

func receiptWord(fact, lang string) string {
	switch fact {
	case ReceivedHandedIn:
		return pick(lang, "提交之日", "the day it is handed in")
	case ReceivedSigned:
		return pick(lang, "签收之日", "the day it is signed for")
	case ReceivedConfirmed:
		return pick(lang, "与申请人确认之日", "the day it is confirmed with the applicant")
	}
	return pick(lang, "系统回执之日（见A1）", "the day of the portal's acknowledgement (see A1)")
}
