package handlers

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

type choicesInput struct {
	Agency string `path:"agency"`
}

type choicesOutput struct {
	Body struct {
		Agency   string         `json:"agency"`
		Readings []ShownReading `json:"readings"`
	}
}

type chooseInput struct {
	Agency string `path:"agency"`
	Body   struct {
		Reading string `json:"reading" doc:"key of the choice, such as pause_mode"`
		Value   string `json:"value" doc:"one of the options, or a number from min to max"`
		From    string `json:"from" doc:"first legal date it holds for; never backwards" format:"date"`
		Reason  string `json:"reason"`
	}
}

// apiChoices tells and takes what a body holds to the open questions of the law.
func (s *Server) apiChoices(api huma.API) {
	const path = "/api/v1/agencies/{agency}/choices"
	told := func(ctx context.Context, agency string) (*choicesOutput, error) {
		readings, err := s.choicesOf(ctx, agency, langOf(ctx))
		if err != nil {
			return nil, s.refused(ctx, err)
		}
		out := &choicesOutput{}
		out.Body.Agency, out.Body.Readings = agency, readings
		return out, nil
	}
	huma.Register(api, operation("choices", http.MethodGet, path, "Open questions of the law and what a body chose"),
		func(ctx context.Context, in *choicesInput) (*choicesOutput, error) { return told(ctx, in.Agency) })
	huma.Register(api, operation("choose", http.MethodPost, path, "Choose an answer to an open question from a day on"),
		func(ctx context.Context, in *chooseInput) (*choicesOutput, error) {
			if err := s.choose(ctx, in.Agency, in.Body.Reading, in.Body.Value, in.Body.From, in.Body.Reason); err != nil {
				return nil, s.refused(ctx, err)
			}
			return told(ctx, in.Agency)
		})
}
