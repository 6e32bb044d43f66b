package handlers

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"gongkai/access"
	"gongkai/annual"
	"gongkai/workflow"
)

// textView is the page on which the words of a report are written: each chapter with its preview, what may be quoted, and
// what the self-check finds.
type textView struct {
	page
	AgencyName string
	Code       string
	Year       int
	Draft      annual.Draft
	Chapters   []textChapter
	Findings   []annual.Finding
	CanWrite   bool
}

// textChapter is one chapter on it.
type textChapter struct {
	Number  int
	Title   string
	Version int // 0: not written yet, Text is the starting text
	Text    string
	By      string
	Preview []annual.Paragraph
	Refusal string
	Edited  bool // typed, not saved: a preview or a refusal
}

// Quotable lists the figures texts quote most, those of 总计 and of tables 2 and 4; the rest follows by column.
func (v textView) Quotable() []annual.Quotation {
	return slices.DeleteFunc(v.Draft.Facts.Quotations(), func(q annual.Quotation) bool { return isColumn(q.Key) })
}

func isColumn(key string) bool {
	for _, c := range []string{"natural_person", "enterprise", "research", "public_welfare", "legal_service", "other"} {
		if tail := "." + c; len(key) > len(tail) && key[len(key)-len(tail):] == tail && !knownOutcome(key) {
			return true
		}
	}
	return false
}

// knownOutcome keeps review.other and its like, which are outcomes and no columns.
func knownOutcome(key string) bool {
	return slices.Contains([]string{"review.other", "litigation.other", "litigation.direct.other", "litigation.after_review.other"}, key)
}

func textPath(agency string, year int) string { return reportPath(agency, year) + "/text" }

// draftFor gives what the words of a report are written with, to whoever may see the report.
func (s *Server) draftFor(ctx context.Context, agency, year string) (annual.Draft, error) {
	report, err := s.reportFor(ctx, agency, year, ReportQuery{})
	if err != nil {
		return annual.Draft{}, err
	}
	draft, err := s.store.DraftText(ctx, report)
	if err != nil {
		return annual.Draft{}, fmt.Errorf("gather the words of a report: %w", err)
	}
	return draft, nil
}

func (s *Server) reportText(w http.ResponseWriter, r *http.Request) error {
	return s.showText(w, r, http.StatusOK, textChapter{Number: -1})
}

// showText shows the page; typed is the chapter that is being edited, with number -1 for none.
func (s *Server) showText(w http.ResponseWriter, r *http.Request, status int, typed textChapter) error {
	code := r.PathValue("agency")
	draft, err := s.draftFor(r.Context(), code, r.PathValue("year"))
	if err != nil {
		return err
	}
	year := draft.Facts.Report.Year
	v := textView{
		page: s.page(r, "text.title", draft.Facts.Agency, year), AgencyName: draft.Facts.Agency, Code: code, Year: year, Draft: draft,
		Findings: draft.SelfCheck(), CanWrite: s.may(r.Context(), access.VerbReportWrite, code) == nil,
	}
	v.Agency = code
	if v.People, err = s.peopleNames(r.Context()); err != nil {
		return err
	}
	for _, n := range annual.WrittenChapters() {
		c := textChapter{Number: n, Text: draft.Facts.StartingText(n)}
		if w, ok := draft.Written[n]; ok {
			c.Version, c.Text, c.By = w.Version, w.Text, v.T("text.version", w.Version, v.Actor(w.Actor), w.On.String())
		}
		if n == typed.Number {
			c.Text, c.Version, c.Refusal, c.Edited = typed.Text, typed.Version, typed.Refusal, true
		}
		c.Title = annual.ChapterName(n, v.Lang)
		if filled, err := draft.Facts.Fill(c.Text); err == nil {
			c.Preview = annual.Paragraphs(filled)
		}
		v.Chapters = append(v.Chapters, c)
	}
	s.render(w, r, status, textPage(v))
	return nil
}

// writeText saves the words of one chapter, or shows them filled in without saving (preview).
func (s *Server) writeText(w http.ResponseWriter, r *http.Request) error {
	code := r.PathValue("agency")
	if err := s.may(r.Context(), access.VerbReportWrite, code); err != nil {
		return err
	}
	chapter, err := strconv.Atoi(r.PathValue("chapter"))
	if err != nil || !slices.Contains(annual.WrittenChapters(), chapter) {
		return workflow.NewRefusal("unknown_chapter", "", shortened(r.PathValue("chapter"), 20))
	}
	year, err := yearIn(r.PathValue("year"))
	if err != nil {
		return err
	}
	seen, err := strconv.Atoi(r.PostFormValue("seen"))
	if err != nil {
		return badParameter("seen", "not_a_number", "")
	}
	typed := textChapter{Number: chapter, Text: plain(r.PostFormValue("text")), Version: seen}
	if r.PostFormValue("preview") != "" {
		return s.showText(w, r, http.StatusOK, s.refusedPreview(r, typed))
	}
	_, err = s.store.WriteChapter(r.Context(), whoOf(r.Context()).actor(), code, year, chapter, typed.Text, &seen)
	var refusal *workflow.Refusal
	if errors.As(err, &refusal) && refusal.Code != "unknown_agency" {
		typed.Refusal = refusal.Text(pageLanguage(r))
		return s.showText(w, r, failureOf(err).status, typed)
	}
	if err != nil {
		return fmt.Errorf("write the words of a chapter: %w", err)
	}
	http.Redirect(w, r, textPath(code, year)+"#chapter-"+strconv.Itoa(chapter), http.StatusSeeOther)
	return nil
}

// refusedPreview says what keeps the typed words from being filled in.
func (s *Server) refusedPreview(r *http.Request, typed textChapter) textChapter {
	draft, err := s.draftFor(r.Context(), r.PathValue("agency"), r.PathValue("year"))
	if err == nil {
		if _, err = draft.Facts.Fill(typed.Text); errors.Is(err, annual.ErrPlaceholder) {
			typed.Refusal = say(pageLanguage(r), "text.unknown_placeholder")
		}
	}
	return typed
}
