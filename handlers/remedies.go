package handlers

import (
	"slices"
	"strings"

	"gongkai/law"
	"gongkai/workflow"
)

// ShownRemedies is what an applicant may do against the end of his application: who reviews, until when, whether review
// comes first, and the paragraph of the letter. The kind of agency is read off its name and decides who reviews.
type ShownRemedies struct {
	Order       law.Review   `json:"order" doc:"first: review before suit; choice: either; case_by_case"`
	OrderText   string       `json:"order_text"`
	Given       law.Date     `json:"given" doc:"the day of the act"`
	Known       law.Date     `json:"known,omitzero" doc:"the day the applicant received it; none while not proven"`
	Agency      law.BodyKind `json:"agency_kind" doc:"read off the body's name"`
	AgencyText  string       `json:"agency_kind_text"`
	Bodies      []string     `json:"review_bodies" doc:"who reviews; of two the applicant chooses"`
	Articles    []string     `json:"articles" doc:"of the 行政复议法, one for each body"`
	ReviewUntil law.Date     `json:"review_until,omitzero"`
	SuitUntil   law.Date     `json:"suit_until,omitzero" doc:"none where review comes first"`
	Online      bool         `json:"online_way_owed,omitempty" doc:"served by internet: an online way to apply for review must be given (行政复议法 art. 22)"`
	Text        string       `json:"text" doc:"the paragraph of the letter"`
}

// ShowRemedies tells the remedies of a closed application; nil for an open, withdrawn or voided one, and for acts before
// 2015-05-01, whose periods are not known here. bodies is the tree, for the name of the government above.
func ShowRemedies(c *workflow.Case, bodies []workflow.Agency, calendar *law.Calendar, lang string) *ShownRemedies {
	reply, ok := c.Application.Act()
	if !ok {
		return nil
	}
	name, above := bodyAndAbove(bodies, c.Application.Agency)
	reply.Agency = law.KindOfBody(name)
	r, err := law.RemedyOf(reply, calendar)
	if err != nil { // the periods of that time are not known
		return nil
	}
	shown := &ShownRemedies{
		Order: r.Order, OrderText: r.Order.Text(lang), Given: reply.Given, Known: reply.Known, Agency: reply.Agency,
		AgencyText: reply.Agency.Text(lang), ReviewUntil: r.ReviewUntil, SuitUntil: r.SuitUntil, Online: r.Online,
		Text: r.Text(lang, above),
	}
	for _, b := range r.Bodies {
		named := pickText(lang, b.Chinese, b.English)
		if b.Parent && above != "" {
			named = above
		}
		shown.Bodies, shown.Articles = append(shown.Bodies, named), append(shown.Articles, b.Article)
	}
	return shown
}

// bodyAndAbove gives a body's name and that of the government above it, when the tree knows one: a government's office
// answers for it and is not who reviews.
func bodyAndAbove(bodies []workflow.Agency, code string) (name, above string) {
	find := func(code string) workflow.Agency {
		i := slices.IndexFunc(bodies, func(a workflow.Agency) bool { return a.Code == code && code != "" })
		if i < 0 {
			return workflow.Agency{}
		}
		return bodies[i]
	}
	own := find(code)
	parent := strings.TrimSuffix(strings.TrimSuffix(find(own.Parent).Name, "办公室"), "办公厅")
	if strings.HasSuffix(parent, "人民政府") {
		above = parent
	}
	return own.Name, above
}
