package annual

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// place is {{key}}; Word may have parted it over several runs, which is why a paragraph's text is read as a whole.
var place = regexp.MustCompile(`\{\{\s*([^{}]*?)\s*\}\}`)

func placesIn(text string) []string {
	var out []string
	for _, m := range place.FindAllStringSubmatch(text, -1) {
		out = append(out, m[1])
	}
	return out
}

// paragraph is a w:p of a part, or any element of the properties, as byte ranges of the part, so that whatever is not a
// place stays as the office's editor wrote it.
type paragraph struct {
	from, to   int
	pPr, rPr   [2]int // ranges of its properties and those of its first run; empty where there are none
	texts      []textRange
	inDrawing  bool
	inProperty bool
}

// textRange is the inside of one w:t.
type textRange struct {
	from, to int
	text     string
}

func (p paragraph) text() string {
	var b strings.Builder
	for _, t := range p.texts {
		b.WriteString(t.text)
	}
	return b.String()
}

// deepest bounds how elements may nest.
const deepest = 256

// paragraphsOf finds the paragraphs of a part. Names are compared with the prefix w that every editor writes.
func paragraphsOf(content []byte) ([]paragraph, error) {
	var found []paragraph
	r := &paragraphReader{content: content, dec: xml.NewDecoder(bytes.NewReader(content))}
	for {
		from := int(r.dec.InputOffset())
		token, err := r.dec.RawToken()
		if errors.Is(err, io.EOF) {
			if len(r.path) > 0 {
				return nil, fmt.Errorf("element %s does not end", r.path[len(r.path)-1])
			}
			return found, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read XML: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if len(r.path) == deepest {
				return nil, fmt.Errorf("elements nest deeper than %d", deepest)
			}
			r.start(t.Name, from)
		case xml.EndElement:
			p, done, err := r.end(t.Name)
			if err != nil {
				return nil, err
			}
			if done {
				found = append(found, p)
			}
		case xml.CharData:
			r.chars(string(t), from)
		}
	}
}

type paragraphReader struct {
	content []byte
	dec     *xml.Decoder
	path    []string
	opened  []int
	open    []paragraph // nested ones: the last is the innermost
}

func nameOf(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

func (r *paragraphReader) start(n xml.Name, from int) {
	name := nameOf(n)
	r.path, r.opened = append(r.path, name), append(r.opened, from)
	switch {
	case name == "w:p":
		r.open = append(r.open, paragraph{from: from, inDrawing: len(r.open) > 0})
	case strings.HasPrefix(name, "dc:"):
		r.open = append(r.open, paragraph{from: from, inProperty: true})
	}
}

func (r *paragraphReader) end(n xml.Name) (done paragraph, ended bool, err error) {
	name, last := nameOf(n), len(r.path)-1
	if last < 0 || r.path[last] != name {
		return paragraph{}, false, fmt.Errorf("element %s ends that did not begin", name)
	}
	from, to := r.opened[last], int(r.dec.InputOffset())
	r.path, r.opened = r.path[:last], r.opened[:last]
	if len(r.open) == 0 {
		return paragraph{}, false, nil
	}
	p := &r.open[len(r.open)-1]
	above := ""
	if last > 0 {
		above = r.path[last-1]
	}
	switch {
	case name == "w:pPr" && above == "w:p":
		p.pPr = [2]int{from, to}
	case name == "w:rPr" && above == "w:r" && p.rPr == [2]int{} && len(p.texts) == 0:
		p.rPr = [2]int{from, to}
	case name == "w:p" || strings.HasPrefix(name, "dc:"):
		p.to = to
		r.open = r.open[:len(r.open)-1]
		return *p, true, nil
	}
	return paragraph{}, false, nil
}

func (r *paragraphReader) chars(text string, from int) {
	if len(r.open) == 0 {
		return
	}
	p := &r.open[len(r.open)-1]
	if p.inProperty || r.path[len(r.path)-1] == "w:t" {
		p.texts = append(p.texts, textRange{from, int(r.dec.InputOffset()), text})
	}
}

// fill replaces the places of a part. block gives what stands in place of a whole paragraph, word what stands inside one.
func fill(content []byte, block func(key string, p paragraph) (string, bool), word func(key string) (string, bool)) ([]byte, error) {
	paragraphs, err := paragraphsOf(content)
	if err != nil {
		return nil, err
	}
	f := filling{content: content, word: word}
	var edits []edit
	for _, p := range paragraphs {
		text := p.text()
		keys := placesIn(text)
		if len(keys) == 0 {
			continue
		}
		if whole := place.FindString(text); !p.inProperty && whole == strings.TrimSpace(text) {
			if xml, ok := block(keys[0], p); ok {
				edits = append(edits, edit{p.from, p.to, xml})
				continue
			}
		}
		more, err := f.inside(p, text)
		if err != nil {
			return nil, err
		}
		edits = append(edits, more...)
	}
	return apply(content, edits), nil
}

type edit struct {
	from, to int
	with     string
}

// apply makes the edits in order; one inside another, as of a text box in a paragraph that goes, goes with it.
func apply(content []byte, edits []edit) []byte {
	sortEdits(edits)
	var out bytes.Buffer
	at := 0
	for _, e := range edits {
		if e.from < at {
			continue
		}
		out.Write(content[at:e.from])
		out.WriteString(e.with)
		at = e.to
	}
	out.Write(content[at:])
	return out.Bytes()
}

type filling struct {
	content []byte
	word    func(key string) (string, bool)
}

// inside replaces places between other words: run by run, or, where an editor parted a place over runs, with the text of
// the paragraph gathered in its first one.
func (f filling) inside(p paragraph, text string) ([]edit, error) {
	var missing []string
	replace := func(text string) string {
		return place.ReplaceAllStringFunc(text, func(found string) string {
			key := place.FindStringSubmatch(found)[1]
			with, ok := f.word(key)
			if !ok {
				missing = append(missing, key)
			}
			return with
		})
	}
	whole := 0
	for _, t := range p.texts {
		whole += len(placesIn(t.text))
	}
	var edits []edit
	gathered := whole != len(placesIn(text))
	for i, t := range p.texts {
		with := ""
		switch {
		case !gathered:
			with = replace(t.text)
		case i == 0:
			with = replace(text)
		}
		if with != t.text {
			edits = append(edits, edit{t.from, t.to, escaped(with)})
		}
	}
	if missing != nil {
		return nil, fmt.Errorf("%w: unknown place {{%s}}", ErrTemplate, shorten(missing[0]))
	}
	return edits, nil
}

// escaped makes words safe inside XML; characters XML has no place for become U+FFFD.
func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a builder takes everything
	return b.String()
}
