package handlers

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"gongkai/law"
	"gongkai/workflow"
)

// correctView is the page that corrects one event: every field of it as it reads now, beside an input for what it
// should read.
type correctView struct {
	page
	Link    string
	Number  string
	Moment  moment
	Fields  []correctField
	Reason  string
	On      law.Date
	Key     string
	Seen    int
	Refusal *Problem
	Faults  []string
}

type correctField struct {
	Name, Before, After string
	Long                bool
}

func (s *Server) correctForm(w http.ResponseWriter, r *http.Request) error {
	return s.showCorrect(w, r, http.StatusOK, nil)
}

// correct sends the changed fields only, each with what stood there: somebody else's correction in between is a conflict.
func (s *Server) correct(w http.ResponseWriter, r *http.Request) error {
	agency, number := r.PathValue("agency"), r.PathValue("number")
	fields := map[string]workflow.Change{}
	for name := range r.PostForm {
		if field, ok := strings.CutPrefix(name, "after."); ok {
			before, after := plain(r.PostFormValue("before."+field)), plain(r.PostFormValue(name))
			if before != after {
				fields[field] = workflow.Change{Before: before, After: after}
			}
		}
	}
	object := map[string]any{
		"do": "correct", "agency": agency, "application": number, "reason": plain(r.PostFormValue("reason")), "fields": fields,
	}
	for _, name := range []string{"on", "key"} {
		if text := r.PostFormValue(name); text != "" {
			object[name] = text
		}
	}
	for name, text := range map[string]string{"sequence": r.PathValue("seq"), "seen": r.PostFormValue("seen")} {
		if n, err := strconv.Atoi(text); err == nil {
			object[name] = n
		}
	}
	raw, err := json.Marshal(object)
	if err != nil {
		return fmt.Errorf("build the correction: %w", err)
	}
	cmd, err := workflow.Decode(raw, agency)
	var answer workflow.Answer
	if err == nil {
		answer, err = s.do(r.Context(), cmd)
	}
	var refusal *workflow.Refusal
	if errors.As(err, &refusal) {
		return s.showCorrect(w, r, failureOf(err).status, refusal)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, casePath(agency, number)+"?done="+strconv.Itoa(answer.Sequence)+"#done", http.StatusSeeOther)
	return nil
}

func (s *Server) showCorrect(w http.ResponseWriter, r *http.Request, status int, refusal *workflow.Refusal) error {
	agency, number := r.PathValue("agency"), r.PathValue("number")
	c, _, err := s.openCase(r.Context(), agency, number)
	if err != nil {
		return err
	}
	if err := s.may(r.Context(), "correct", agency); err != nil {
		return err
	}
	seq, err := strconv.Atoi(r.PathValue("seq"))
	if err != nil || seq < 1 || seq > len(c.History) {
		return workflow.NewRefusal("unknown_event", "", r.PathValue("seq"))
	}
	departments, err := s.store.Departments(r.Context(), agency)
	if err != nil {
		return fmt.Errorf("list the departments: %w", err)
	}
	view := correctView{page: s.page(r, "correct.title", seq, number), Link: casePath(agency, number), Number: number,
		Fields: correctFields(c, seq), Reason: r.PostFormValue("reason"), On: s.today(), Key: r.PostFormValue("key"), Seen: len(c.History)}
	view.Agency = agency
	if view.People, err = s.peopleNames(r.Context()); err != nil {
		return err
	}
	view.Moment = timeline(view.page, c, departments)[seq-1]
	if view.Key == "" {
		if view.Key, err = s.newKey(); err != nil {
			return err
		}
	}
	if refusal != nil {
		view.Refusal = failureOf(refusal).problem(view.Lang)
		for i, f := range view.Fields {
			if typed, ok := r.PostForm["after."+f.Name]; ok {
				view.Fields[i].After = plain(typed[0])
			}
		}
	}
	s.render(w, r, status, correctPage(view))
	return nil
}

// correctFields lists what an event holds, as corrections left it: its date, its codes and days, its words. Which of
// them may be corrected the domain decides.
func correctFields(c *workflow.Case, seq int) []correctField {
	e := c.History[seq-1]
	values := map[string]string{"on": e.OnDate.String()}
	if data, ok := payload(e); ok {
		for name, text := range map[string]string{
			"channel": data.Channel, "category": data.Category, "served_on": data.ServedOn.String(), "kind": data.Kind,
			"stance": data.Stance, "outcome": data.Outcome, "result": data.Result, "served_by": data.ServedBy,
			"closed_on": data.ClosedOn.String(),
		} {
			if text != "" || fits(e.Type, name) {
				values[name] = text
			}
		}
		if data.Days > 0 {
			values["days"] = strconv.Itoa(data.Days)
		}
		if e.Type == workflow.Replied || e.Type == workflow.RecordedFromLedger {
			values["received_on"] = data.ReceivedOn.String()
		}
	}
	for _, later := range c.History[seq:] {
		if data, ok := payload(later); ok && later.Type == workflow.Corrected && data.Sequence == seq {
			for name, change := range data.Fields {
				values[name] = change.After
			}
		}
	}
	var fields []correctField
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if values[name] != workflow.SealedField {
			fields = append(fields, correctField{Name: name, Before: values[name], After: values[name]})
		}
	}
	words := wordsOf(c, seq)
	for _, name := range slices.Sorted(maps.Keys(words)) {
		fields = append(fields, correctField{Name: name, Before: words[name], After: words[name], Long: len(words[name]) > 60 || name == "content"})
	}
	return fields
}

// fits says that an event of this type may hold a date of service that it does not hold yet.
func fits(eventType, name string) bool {
	return name == "served_on" && slices.Contains([]string{workflow.SupplementRequested, workflow.ConsultationSent}, eventType)
}

// FieldLabel names a field of an event; items are numbered.
func (v correctView) FieldLabel(f correctField) string {
	name, number, numbered := strings.Cut(f.Name, ".")
	if numbered {
		return v.T("field."+name) + " " + number
	}
	return v.T("field." + name)
}
