package annual

import "gongkai/law"

// Written is one version of the words of a chapter, placeholders unfilled.
type Written struct {
	Chapter int      `json:"chapter"`
	Version int      `json:"version"` // sequence number in the report's stream; 0: nothing was written yet
	Text    string   `json:"text"`
	Actor   string   `json:"actor,omitempty"`
	On      law.Date `json:"on,omitzero"`
}

// Draft is what a report's words are written with: the figures to quote, what stands there now and stood there before,
// and what stood there the year before.
type Draft struct {
	Facts    Facts
	Written  map[int]Written // by chapter; chapters never written are missing
	Versions []Written       // all, newest first
	Last     Prose           // filled words of the year before; nil: none are known
	Wrong    []Expression    // the administrator's list
}

// Prose gives the words as written; a report that is not filed yet has starting texts where nobody wrote.
func (d Draft) Prose() Prose {
	out := Prose{}
	for _, chapter := range WrittenChapters() {
		if w, ok := d.Written[chapter]; ok {
			out[chapter] = w.Text
		} else if d.Facts.Report.Status == Live {
			out[chapter] = d.Facts.StartingText(chapter)
		}
	}
	return out
}

// Document is the whole report with its words filled in, and rule B6 judged by what was typed into them.
func (d Draft) Document() (Document, error) {
	words := d.Prose()
	filled, err := d.Facts.FillAll(words)
	if err != nil {
		return Document{}, err
	}
	return NewDocument(d.Facts.Report.WithWords(words), d.Facts.Agency, filled), nil
}

// SelfCheck looks over what was written; a starting text is not: that nobody wrote the chapter is the finding.
func (d Draft) SelfCheck() []Finding {
	words := Prose{}
	for chapter, w := range d.Written {
		words[chapter] = w.Text
	}
	return append([]Finding{}, d.Facts.SelfCheck(words, d.Last, d.Wrong)...)
}
