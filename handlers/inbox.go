package handlers

import (
	"fmt"
	"net/http"
	"strconv"

	"gongkai/workflow"
)

// inboxView is what a person was told by the program.
type inboxView struct {
	page
	Items []workflow.Reminder
	UpTo  int64 // newest of the items
}

// Says is one reminder in words; names of applicants and what they ask stand on the page of the case.
func (v inboxView) Says(r workflow.Reminder) string {
	return v.T("told."+r.Rule, r.Application, r.Department, r.On.String())
}

// inbox shows a person what he was told, unread first.
func (s *Server) inbox(w http.ResponseWriter, r *http.Request) error {
	asker := whoOf(r.Context())
	if asker.Person == "" {
		return s.may(r.Context(), "register", "")
	}
	v := inboxView{page: s.page(r, "inbox.title")}
	var err error
	if v.Items, err = s.store.Reminders(r.Context(), asker.Person, 200); err != nil {
		return fmt.Errorf("show what was told: %w", err)
	}
	for _, item := range v.Items {
		v.UpTo = max(v.UpTo, item.ID)
	}
	s.render(w, r, http.StatusOK, inboxPage(v))
	return nil
}

// readInbox notes that everything shown was read; what came meanwhile stays unread.
func (s *Server) readInbox(w http.ResponseWriter, r *http.Request) error {
	asker := whoOf(r.Context())
	if asker.Person == "" {
		return s.may(r.Context(), "register", "")
	}
	upTo, err := strconv.ParseInt(r.PostFormValue("up_to"), 10, 64)
	if err != nil {
		return problem(http.StatusBadRequest, "malformed_request")
	}
	if err := s.store.MarkRead(r.Context(), asker.Person, upTo); err != nil {
		return fmt.Errorf("note what was read: %w", err)
	}
	http.Redirect(w, r, "/inbox", http.StatusSeeOther)
	return nil
}

// unread counts for the head of every page. A count that cannot be had must not take the page away.
func (s *Server) unread(r *http.Request) int {
	asker := whoOf(r.Context())
	if asker.Person == "" || asker.Operator {
		return 0
	}
	n, err := s.store.Unread(r.Context(), asker.Person)
	if err != nil {
		s.log.WarnContext(r.Context(), "the unread reminders could not be counted", "cause", err.Error())
	}
	return n
}
