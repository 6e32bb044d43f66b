package db

import (
	"context"
	"fmt"

	"gongkai/workflow"
)

// reportCommand carries out a command about a body's report: one event in the report's own stream.
func (b *batch) reportCommand(ctx context.Context, req workflow.Request, cmd workflow.OfReport) (workflow.Answer, error) {
	base := cmd.Base()
	stream := workflow.ReportStream(base.Agency, cmd.ReportYear())
	last, err := b.lastSeq(ctx, stream)
	if err != nil {
		return workflow.Answer{}, err
	}
	if base.Seen != nil && *base.Seen != last {
		return workflow.Answer{}, workflow.NewRefusal("conflict", "", *base.Seen, last)
	}
	wctx := b.context(ctx, req.Actor, req.Today, orDate(req.Entered, req.Today))
	e, err := workflow.DecideReport(wctx, cmd)
	if failed := wctx.Office.(*office).err; failed != nil {
		return workflow.Answer{}, failed
	}
	if err != nil {
		return workflow.Answer{}, err
	}
	added, err := b.appendFigure(ctx, e)
	if err != nil {
		return workflow.Answer{}, err
	}
	return workflow.Answer{Sequence: added.Sequence, Events: []workflow.AnswerEvent{added}}, nil
}

// appendFigure appends a recorded figure and brings its row along.
func (b *batch) appendFigure(ctx context.Context, e workflow.Event) (workflow.AnswerEvent, error) {
	data, ok := e.Data.(*workflow.FigureData)
	if !ok {
		return workflow.AnswerEvent{}, fmt.Errorf("record a figure: %s is none", e.Type)
	}
	a, err := b.appendEvent(ctx, e)
	if err != nil {
		return a, err
	}
	b.put(&putFigure, figureRow(data, a.Position)...)
	return a, nil
}

func figureRow(f *workflow.FigureData, position int64) []any {
	var number any
	if f.Number != nil {
		number = *f.Number
	}
	return []any{f.Agency, f.Year, f.Cell, number, f.Text, f.Remark, position}
}

// Figures gives the recorded cells of table 2 of a year with source, signer and who entered them: the last one of each
// cell, in the order in which they were entered.
func (s *Store) Figures(ctx context.Context, agency string, year int) ([]workflow.Figure, error) {
	if err := known(ctx, s.read, agency); err != nil {
		return nil, err
	}
	events, err := readEvents(ctx, s.read, "where position in (select position from figure where agency = $1 and year = $2) order by position",
		agency, year)
	if err != nil {
		return nil, err
	}
	list := make([]workflow.Figure, 0, len(events))
	for _, r := range events {
		e, err := r.Event()
		if err != nil {
			return nil, fmt.Errorf("read the figures of table 2: %w", err)
		}
		data, ok := e.Data.(*workflow.FigureData)
		if !ok {
			return nil, fmt.Errorf("read the figures of table 2: %s at position %d", r.Type, r.Position)
		}
		words, err := s.wordsOf(ctx, r.Stream, r.Seq)
		if err != nil {
			return nil, err
		}
		list = append(list, workflow.Figure{
			Cell: data.Cell, CellFigure: data.CellFigure, Remark: data.Remark, Source: words["source"], Signer: words["signer"],
			On: r.OnDate, Actor: r.Actor, Sequence: r.Seq,
		})
	}
	return list, nil
}

// wordsOf opens what one event sealed.
func (s *Store) wordsOf(ctx context.Context, stream string, seq int) (map[string]string, error) {
	sealed, err := s.sealedOf(ctx, s.read, []string{ownerOf(stream, seq)})
	if err != nil {
		return nil, err
	}
	words := map[string]string{}
	for _, w := range sealed {
		if words[w.Field], err = s.options.Sealer.Open(w.Owner, w.Field, w.Ciphertext); err != nil {
			return nil, fmt.Errorf("read sealed words: %w", err)
		}
	}
	return words, nil
}
