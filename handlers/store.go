package handlers

import (
	"context"

	"gongkai/annual"
	"gongkai/law"
	"gongkai/workflow"
)

// Commands is where commands go. Refusals come back as *workflow.Refusal.
type Commands interface {
	Do(ctx context.Context, request workflow.Request) (workflow.Answer, error)
}

// Reading is what is asked of the history and what is derived from it. Unknown things are *workflow.Refusal.
type Reading interface {
	Application(ctx context.Context, agency, number string) (*workflow.Case, error)
	CaseFile(ctx context.Context, agency, code string) (*workflow.Case, error)
	Applications(ctx context.Context, query workflow.Query) (workflow.Page, error)
	Events(ctx context.Context, from int64, limit int) ([]workflow.Recorded, error)
	Head(ctx context.Context) (position int64, digest string, epoch int64, err error)
	Calendar(ctx context.Context) (*law.Calendar, error)
}

// Tables is what the annual report needs.
type Tables interface {
	ReportAs(ctx context.Context, ask annual.Ask) (annual.Report, error)
	ReportDiff(ctx context.Context, agency string, year int, lang string) (annual.Diff, error)
	Filings(ctx context.Context, agency string, year int) ([]workflow.Filing, error)
	FileReport(ctx context.Context, actor string, request workflow.FileRequest) (workflow.Filing, error)
	AmendReport(ctx context.Context, actor string, request workflow.AmendRequest) (workflow.Filing, error)
	Figures(ctx context.Context, agency string, year int) ([]workflow.Figure, error)
	Draft(ctx context.Context, agency string, year int) (workflow.ReportData, bool, error)
	Books(ctx context.Context, agency string) (workflow.Books, error)
	CellEntries(ctx context.Context, agency string, year int, row, column string) ([]annual.Behind, error)
	CellCases(ctx context.Context, agency string, year int, row, column string) ([]annual.CaseEntry, error)
	Disputes(ctx context.Context, agency string) ([]annual.CaseEntry, error)
	Document(ctx context.Context, report annual.Report) (annual.Document, error)
	Total(ctx context.Context, agency string, year int) (annual.Total, error)
	Under(ctx context.Context, agency string) ([]string, error)
	Pace(ctx context.Context, agency string, from, to law.Date) (annual.Pace, error)
	Duties(ctx context.Context, agency string, year int) (annual.Duties, error)
	DraftText(ctx context.Context, report annual.Report) (annual.Draft, error)
	WriteChapter(ctx context.Context, actor, agency string, year, chapter int, text string, seen *int) (annual.Written, error)
	Doubtful(ctx context.Context, agency string, year int) ([]annual.Doubt, error)
}

// Bodies is the tree of agencies, their departments, and the people who work with the program.
type Bodies interface {
	Agencies(ctx context.Context) ([]workflow.Agency, error)
	Departments(ctx context.Context, agency string) ([]workflow.Department, error)
	People(ctx context.Context) ([]workflow.Person, error)
	Person(ctx context.Context, code string) (workflow.Person, error)
	AddAgency(ctx context.Context, actor string, agency workflow.Agency) error
	AddDepartment(ctx context.Context, actor string, department workflow.Department) error
	AddPerson(ctx context.Context, actor string, person workflow.Person) error
	SetPassword(ctx context.Context, actor, person, hash string) error
	AddNotice(ctx context.Context, actor string, notice law.Notice) ([]workflow.Moved, error)
	Choices(ctx context.Context, agency string) ([]workflow.Choice, error)
	ChooseReading(ctx context.Context, actor string, choice workflow.ReadingData, reason string) error
}

// Reminders is what people are told by the program itself.
type Reminders interface {
	Reminders(ctx context.Context, person string, limit int) ([]workflow.Reminder, error)
	Unread(ctx context.Context, person string) (int, error)
	MarkRead(ctx context.Context, person string, upTo int64) error
}

// Store is all of it: the log.
type Store interface {
	Commands
	Reading
	Kindred
	Tables
	Bodies
	Reminders
}
