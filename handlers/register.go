package handlers

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"gongkai/law"
	"gongkai/workflow"
)

// commandForm is the form of one command, with what was typed and what is wrong with it.
type commandForm struct {
	page
	Do      string
	Action  string // where it is sent
	Fields  []formField
	Key     string // idempotency key
	Seen    int    // sequence number the page was made from; 0 = none
	Refusal *Problem
	Loose   []string // faults that belong to no input
	Open    bool
	Note    string // what another date would change
	Hints   []workflow.Hint
}

// registerView is 收件登记.
type registerView struct {
	Form   commandForm
	Agency workflow.Agency
}

func (s *Server) registerStart(w http.ResponseWriter, r *http.Request) error {
	agencies, err := s.agenciesFor(r.Context())
	if err != nil {
		return err
	}
	agencies = slices.DeleteFunc(agencies, func(a workflow.Agency) bool { return s.may(r.Context(), "register", a.Code) != nil })
	if len(agencies) == 1 {
		http.Redirect(w, r, registerPath(agencies[0].Code), http.StatusSeeOther)
		return nil
	}
	s.render(w, r, http.StatusOK, choosePage(s.page(r, "register.title"), agencies, registerPath))
	return nil
}

func (s *Server) registerForm(w http.ResponseWriter, r *http.Request) error {
	return s.showRegister(w, r, http.StatusOK, nil, nil, "")
}

// register enters an application. The key in the form makes a double click register once.
func (s *Server) register(w http.ResponseWriter, r *http.Request) error {
	answer, back, err := s.sendForm(r, "register", r.PathValue("agency"), r.PostFormValue("application"))
	var refusal *workflow.Refusal
	if errors.As(err, &refusal) {
		return s.showRegister(w, r, failureOf(err).status, back, refusal, r.PostFormValue("key"))
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, casePath(r.PathValue("agency"), answer.Application)+"?done="+mainEvent("register", answer), http.StatusSeeOther)
	return nil
}

// sendForm makes a command of a form and sends it: the same decoder, the same checks, the same log as any program's.
func (s *Server) sendForm(r *http.Request, do, agency, number string) (workflow.Answer, typed, error) {
	form := r.PostForm
	form.Set("agency", agency)
	form.Set("application", number)
	if seen := form.Get("seen"); seen == "0" {
		form.Del("seen")
	}
	raw, back, err := commandJSON(do, form)
	if err != nil {
		return workflow.Answer{}, nil, err
	}
	cmd, err := workflow.Decode(raw, agency)
	if err != nil {
		return workflow.Answer{}, back, err
	}
	answer, err := s.do(r.Context(), cmd)
	return answer, back, err
}

// mainEvent gives the number of the event that a command is about, among those it brought along.
func mainEvent(do string, answer workflow.Answer) string {
	for _, e := range answer.Events {
		if slices.ContainsFunc(workflow.Machine(), func(t workflow.Transition) bool { return t.By == do && t.Event == e.Type }) {
			return strconv.Itoa(e.Sequence)
		}
	}
	return strconv.Itoa(answer.Sequence)
}

func (s *Server) showRegister(w http.ResponseWriter, r *http.Request, status int, back typed, refusal *workflow.Refusal, key string) error {
	code := r.PathValue("agency")
	if err := s.may(r.Context(), "register", code); err != nil {
		return err
	}
	agencies, err := s.store.Agencies(r.Context())
	if err != nil {
		return fmt.Errorf("list the agencies: %w", err)
	}
	at := slices.IndexFunc(agencies, func(a workflow.Agency) bool { return a.Code == code })
	if at < 0 {
		return workflow.NewRefusal("unknown_agency", "", code)
	}
	if key == "" {
		if key, err = s.newKey(); err != nil {
			return err
		}
	}
	p := s.page(r, "register.title")
	p.Agency = code
	form := commandForm{page: p, Do: "register", Action: registerPath(code), Fields: fieldsOf("register"), Key: key, Open: true}
	if back == nil {
		back = typed{"on": p.Today.String(), "applicant.category": "natural_person"}
	}
	form.finish(back, refusal)
	s.render(w, r, status, registerPage(registerView{Form: form, Agency: agencies[at]}))
	return nil
}

// finish puts values and faults into the form and words to its choices.
func (f *commandForm) finish(values typed, refusal *workflow.Refusal) {
	f.label()
	fill(f.Fields, values)
	if refusal == nil {
		return
	}
	f.Refusal = (&failure{code: refusal.Code, refusal: refusal}).problem(f.Lang)
	f.Loose = accuse(f.Fields, refusal, f.Lang)
	f.Refusal.Detail = (&workflow.Refusal{Code: refusal.Code, Article: refusal.Article, Args: refusal.Args}).Text(f.Lang)
	f.Open = true
}

// label gives the choices their words: those of the law where it has them, else those of the catalog. Dates may not lie
// after today.
func (f *commandForm) label() {
	each(f.Fields, func(in *formField) {
		if in.Kind == inputDate {
			in.Max = f.Today.String()
		}
		for g := range in.Options {
			for o := range in.Options[g].Options {
				opt := &in.Options[g].Options[o]
				opt.Label = choiceLabel(f.page, in.Key, *opt)
			}
		}
	})
}

func choiceLabel(p page, key string, o option) string {
	switch key {
	case "channel":
		if c, ok := law.ChannelByKey(o.Value); ok {
			return pick(p.Lang, c.Label, c.English)
		}
	case "applicant.category":
		if c, ok := law.CategoryByKey(o.Value); ok {
			return pick(p.Lang, c.Label, c.English)
		}
	}
	if k := "option." + key + "." + o.Value; knows(k) {
		return p.T(k)
	}
	return o.Label
}

func pick(lang, zh, en string) string {
	if lang == english {
		return en
	}
	return zh
}

// Label names an input: the command's own words for it where it has some, else those all commands share.
func (f commandForm) Label(in formField) string {
	if key := "field." + f.Do + "." + in.Key; knows(key) {
		return f.T(key)
	}
	return f.T("field." + in.Key)
}

// Help explains an input; "" where it needs none.
func (f commandForm) Help(in formField) string {
	for _, key := range []string{"help." + f.Do + "." + in.Key, "help." + in.Key} {
		if knows(key) {
			return f.T(key)
		}
	}
	return ""
}

// ID is the input's name in the page, unique among several forms.
func (f commandForm) ID(in formField) string { return f.Do + "-" + in.Path }

// Pick gives the inputs of the form by their paths, for a page that arranges them itself.
func (f commandForm) Pick(paths ...string) []formField {
	var out []formField
	for _, path := range paths {
		for _, in := range f.Fields {
			if in.Path == path {
				out = append(out, in)
			}
		}
	}
	return out
}
