package db

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gongkai/annual"
	"gongkai/workflow"
)

// longestChapter bounds the words of a chapter, in bytes; a whole published report has some 20,000 characters.
const longestChapter = 400_000

// WriteChapter puts words in place of those of a chapter and gives the new version. seen is the version the writer
// started from, nil for whatever stands there; the same words again change nothing. Refused: unknown_agency,
// unknown_chapter, unknown_placeholder, chapter_conflict, malformed.
func (s *Store) WriteChapter(ctx context.Context, actor, agency string, year, chapter int, text string, seen *int) (annual.Written, error) {
	if !slices.Contains(annual.WrittenChapters(), chapter) {
		return annual.Written{}, workflow.NewRefusal("unknown_chapter", "", chapter)
	}
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	if len(text) > longestChapter || strings.ContainsRune(text, 0) || strings.ToValidUTF8(text, "") != text {
		return annual.Written{}, malformed("text", "too_long", strconv.Itoa(longestChapter/3))
	}
	r, err := s.Report(ctx, agency, year)
	if err != nil {
		return annual.Written{}, err
	}
	if _, err := (annual.Facts{Report: r}).Fill(text); errors.Is(err, annual.ErrPlaceholder) {
		return annual.Written{}, workflow.NewRefusal("unknown_placeholder", "", strings.TrimPrefix(err.Error(), annual.ErrPlaceholder.Error()+": "))
	} else if err != nil {
		return annual.Written{}, err
	}
	return submit(ctx, s, job{visible: true}, func(ctx context.Context, b *batch) (annual.Written, error) {
		written, _, err := s.chapters(ctx, b.tx, agency, year)
		if err != nil {
			return annual.Written{}, err
		}
		now := written[chapter]
		switch {
		case now.Version > 0 && now.Text == text:
			return now, nil
		case seen != nil && *seen != now.Version:
			return annual.Written{}, workflow.NewRefusal("chapter_conflict", "", *seen, now.Version)
		}
		e := workflow.Event{
			Stream: workflow.ReportStream(agency, year), Type: workflow.ChapterWritten, On: s.today(), Actor: actor,
			Data: &workflow.ChapterData{Agency: agency, Year: year, Chapter: chapter},
		}
		if text != "" {
			e.Private = map[string]string{"text": text}
		}
		added, err := b.appendEvent(ctx, e)
		return annual.Written{Chapter: chapter, Version: added.Sequence, Text: text, Actor: actor, On: added.OnDate}, err
	})
}

func malformed(field, code, want string) error {
	return &workflow.Refusal{Code: "malformed", Faults: []workflow.Fault{{Field: field, Code: code, Want: want}}, Allowed: []string{}}
}

// ListWording replaces the installation's list of wrong expressions (annual.ReadExpressions reads it). The same list again
// changes nothing. Refused: bad_wording.
func (s *Store) ListWording(ctx context.Context, actor, text string) ([]annual.Expression, error) {
	list, err := annual.ReadExpressions(text)
	if err != nil {
		return nil, workflow.NewRefusal("bad_wording", "", err.Error())
	}
	_, err = submit(ctx, s, job{visible: true}, func(ctx context.Context, b *batch) (bool, error) {
		now, err := s.wordingText(ctx, b.tx)
		if err != nil || now == text {
			return false, err
		}
		e := workflow.Event{Stream: workflow.WordingStream, Type: workflow.WordingListed, On: s.today(), Actor: actor, Data: &workflow.WordingData{}}
		if text != "" {
			e.Private = map[string]string{"text": text}
		}
		_, err = b.appendEvent(ctx, e)
		return true, err
	})
	return list, err
}

// Wording gives the installation's list of wrong expressions.
func (s *Store) Wording(ctx context.Context) ([]annual.Expression, error) {
	return s.wording(ctx, s.read)
}

func (s *Store) wording(ctx context.Context, q queryer) ([]annual.Expression, error) {
	text, err := s.wordingText(ctx, q)
	if err != nil {
		return nil, err
	}
	list, err := annual.ReadExpressions(text)
	if err != nil {
		return nil, fmt.Errorf("read the list of wrong expressions: %w", err)
	}
	return list, nil
}

func (s *Store) wordingText(ctx context.Context, q queryer) (string, error) {
	last, err := readEvents(ctx, q, "where stream = $1 order by seq desc limit 1", workflow.WordingStream)
	if err != nil || len(last) == 0 {
		return "", err
	}
	owner := ownerOf(workflow.WordingStream, last[0].Seq)
	sealed, err := s.sealedOf(ctx, q, []string{owner})
	if err != nil {
		return "", err
	}
	return s.opened(sealed, owner, "text")
}
