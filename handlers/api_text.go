package handlers

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"gongkai/access"
	"gongkai/annual"
)

// TextView is the words of a report for the API.
type TextView struct {
	Agency     string             `json:"agency"`
	Year       int                `json:"year"`
	Chapters   []TextChapter      `json:"chapters"`
	Quotations []annual.Quotation `json:"quotations" doc:"what words may quote as {{key}}; figures also as previous.key, change.key, share.key"`
	Findings   []annual.Finding   `json:"findings" doc:"what the self-check before publishing found: hints"`
}

// TextChapter is one chapter as written and as printed.
type TextChapter struct {
	annual.Written
	Title    string `json:"title"`
	Filled   string `json:"filled" doc:"the words with their figures"`
	Starting string `json:"starting" doc:"words to begin with"`
}

type textInput struct {
	Agency string `path:"agency"`
	Year   string `path:"year"`
}

type textOutput struct{ Body TextView }

type writeInput struct {
	Agency  string `path:"agency"`
	Year    string `path:"year"`
	Chapter string `path:"chapter" doc:"0 (opening paragraph), 1, 4, 5, 6"`
	Body    struct {
		Text string `json:"text"`
		Seen *int   `json:"seen,omitempty" doc:"the version written on; a newer one is a conflict; 0: none was written"`
	}
}

type writeOutput struct{ Body annual.Written }

func (s *Server) apiText(api huma.API) {
	const path = "/api/v1/reports/{agency}/{year}/chapters"
	huma.Register(api, operation("report-text", http.MethodGet, path, "The words of a report, what they may quote, and the self-check"),
		func(ctx context.Context, in *textInput) (*textOutput, error) {
			view, err := s.textFor(ctx, in.Agency, in.Year)
			if err != nil {
				return nil, s.refused(ctx, err)
			}
			return &textOutput{Body: view}, nil
		})
	huma.Register(api, operation("report-write", http.MethodPut, path+"/{chapter}", "Write the words of a chapter"),
		func(ctx context.Context, in *writeInput) (*writeOutput, error) {
			written, err := s.write(ctx, in)
			if err != nil {
				return nil, s.refused(ctx, err)
			}
			return &writeOutput{Body: written}, nil
		})
}

func (s *Server) textFor(ctx context.Context, agency, year string) (TextView, error) {
	draft, err := s.draftFor(ctx, agency, year)
	if err != nil {
		return TextView{}, err
	}
	v := TextView{Agency: agency, Year: draft.Facts.Report.Year, Quotations: draft.Facts.Quotations(), Findings: draft.SelfCheck()}
	for _, n := range annual.WrittenChapters() {
		c := TextChapter{Written: draft.Written[n], Title: annual.ChapterName(n, chinese), Starting: draft.Facts.StartingText(n)}
		c.Chapter = n
		if c.Filled, err = draft.Facts.Fill(c.Text); err != nil {
			return TextView{}, fmt.Errorf("fill chapter %d: %w", n, err)
		}
		v.Chapters = append(v.Chapters, c)
	}
	return v, nil
}

func (s *Server) write(ctx context.Context, in *writeInput) (annual.Written, error) {
	if err := s.may(ctx, access.VerbReportWrite, in.Agency); err != nil {
		return annual.Written{}, err
	}
	year, err := yearIn(in.Year)
	if err != nil {
		return annual.Written{}, err
	}
	chapter, err := strconv.Atoi(in.Chapter)
	if err != nil {
		return annual.Written{}, badParameter("chapter", "not_a_number", "")
	}
	written, err := s.store.WriteChapter(ctx, whoOf(ctx).actor(), in.Agency, year, chapter, in.Body.Text, in.Body.Seen)
	if err != nil {
		return annual.Written{}, fmt.Errorf("write the words of a chapter: %w", err)
	}
	return written, nil
}
