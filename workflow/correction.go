package workflow

import (
	"fmt"
	"slices"
	"strconv"

	"gongkai/law"
)

// field is one correctable field of an event's payload: how to read it as text and how to set it from text.
type field struct {
	get func(e *Event, d *Data) string
	set func(e *Event, d *Data, text string) bool
}

func textField(at func(*Data) *string, allowed ...string) field {
	return field{
		get: func(_ *Event, d *Data) string { return *at(d) },
		set: func(_ *Event, d *Data, text string) bool {
			*at(d) = text
			return len(allowed) == 0 || slices.Contains(allowed, text)
		},
	}
}

// dayOrNone is a date that may be taken away: a proof that was none.
func dayOrNone(at func(*Event, *Data) *law.Date) field {
	f := dateField(at)
	return field{get: f.get, set: func(e *Event, d *Data, text string) bool {
		if text == "" {
			*at(e, d) = 0
			return true
		}
		return f.set(e, d, text)
	}}
}

func dateField(at func(*Event, *Data) *law.Date) field {
	return field{
		get: func(e *Event, d *Data) string { return at(e, d).String() },
		set: func(e *Event, d *Data, text string) bool {
			v, err := law.ParseDate(text)
			*at(e, d) = v
			return err == nil
		},
	}
}

// optionalDateField is a date that may be absent: "" stands for none.
func optionalDateField(at func(*Data) *law.Date) field {
	return field{
		get: func(_ *Event, d *Data) string { return at(d).String() },
		set: func(_ *Event, d *Data, text string) bool {
			*at(d) = 0
			if text == "" {
				return true
			}
			v, err := law.ParseDate(text)
			*at(d) = v
			return err == nil
		},
	}
}

func boolField(at func(*Data) *bool) field {
	return field{
		get: func(_ *Event, d *Data) string { return strconv.FormatBool(*at(d)) },
		set: func(_ *Event, d *Data, text string) bool {
			v, err := strconv.ParseBool(text)
			*at(d) = v
			return err == nil
		},
	}
}

func intField(at func(*Data) *int) field {
	return field{
		get: func(_ *Event, d *Data) string { return strconv.Itoa(*at(d)) },
		set: func(_ *Event, d *Data, text string) bool {
			v, err := strconv.Atoi(text)
			*at(d) = v
			return err == nil && v >= 1 && v <= 60 // what the law allows is decided again by replay
		},
	}
}

var (
	onField        = dateField(func(e *Event, _ *Data) *law.Date { return &e.On })
	servedField    = dayOrNone(func(_ *Event, d *Data) *law.Date { return &d.ServedOn })
	receivedField  = dateField(func(_ *Event, d *Data) *law.Date { return &d.ReceivedOn })
	submittedField = dateField(func(_ *Event, d *Data) *law.Date { return &d.SubmittedOn })
	untilField     = dateField(func(_ *Event, d *Data) *law.Date { return &d.Until })
	closedField    = dateField(func(_ *Event, d *Data) *law.Date { return &d.ClosedOn })
	daysField      = intField(func(d *Data) *int { return &d.Days })
	resultField    = textField(func(d *Data) *string { return &d.Result })
	categoryField  = textField(func(d *Data) *string { return &d.Category }, "natural_person", "enterprise", "research", "public_welfare", "legal_service", "other")
	channelField   = textField(func(d *Data) *string { return &d.Channel }, "in_person", "mail_signed", "mail_ordinary", "online", "fax", "oral", "forwarded")
	kindField      = textField(func(d *Data) *string { return &d.Kind }, "third_party", "joint_agency", "other_agency")
	stanceField    = textField(func(d *Data) *string { return &d.Stance }, "agree", "object")
	outcomeField   = textField(func(d *Data) *string { return &d.Outcome }, "served", "refused", "unreachable")
	servedByField  = textField(func(d *Data) *string { return &d.ServedBy }, "hand", "post", "electronic")

	procedureField     = textField(func(d *Data) *string { return &d.Procedure }, "ordinary", "simple")
	byField            = textField(func(d *Data) *string { return &d.By }, ByApplicant, ByThirdParty)
	outcomeOfCaseField = textField(func(d *Data) *string { return &d.Result }, Upheld, SetRight, OtherOutcome)
	performField       = optionalDateField(func(d *Data) *law.Date { return &d.Until })
	afterReviewField   = boolField(func(d *Data) *bool { return &d.AfterReview })
	reviewerField      = boolField(func(d *Data) *bool { return &d.Reviewer })
)

// correctable lists, for each type of event, the fields a correction may change. Words and names of any event may be
// corrected too: they are sealed, and the correction seals both versions.
var correctable = map[string]map[string]field{
	Registered:          {"on": onField, "channel": channelField, "category": categoryField, "submitted_on": submittedField},
	RecordedFromLedger:  {"received_on": receivedField, "closed_on": closedField, "result": resultField, "channel": channelField, "category": categoryField},
	ReceiptConfirmed:    {"on": onField},
	TaskAssigned:        {"days": daysField},
	SupplementRequested: {"on": onField, "days": daysField, "served_on": servedField},
	SupplementReceived:  {"on": onField},
	ConsultationSent:    {"on": onField, "kind": kindField, "served_on": servedField},
	OpinionReceived:     {"on": onField, "stance": stanceField},
	SupplementWithdrawn: {"on": onField},
	ReasonsRequested:    {"on": onField, "served_on": servedField},
	ReasonsReceived:     {"on": onField},
	DelayedDateSet:      {"on": onField, "until": untilField},
	FeeRequested:        {"on": onField, "served_on": servedField},
	FeePaid:             {"on": onField},
	FeeWithdrawn:        {"on": onField},
	Extended:            {"on": onField, "days": daysField},
	ServiceRecorded:     {"on": onField, "served_on": servedField, "outcome": outcomeField},
	Replied:             {"on": onField, "result": resultField, "served_by": servedByField, "received_on": receivedField},
	Withdrawn:           {"on": onField},

	ReviewFiled:    {"on": onField, "procedure": procedureField, "by": byField},
	ReviewAnswered: {"on": onField},
	ReviewDecided:  {"on": onField, "result": outcomeOfCaseField, "until": performField},
	SuitFiled:      {"on": onField, "after_review": afterReviewField, "by": byField, "reviewer": reviewerField},
	SuitAnswered:   {"on": onField},
	SuitDecided:    {"on": onField, "result": outcomeOfCaseField, "until": performField},
	Rehandled:      {"on": onField},
}

// SealedField stands in the payload of a correction for words, whose two versions are sealed as `NAME.before` and
// `NAME.after`.
const SealedField = "(sealed)"

// corrected gives the history as its corrections leave it: the events named by a correction with their fields changed.
// The stored events stay as they are.
func corrected(history []Event) ([]Event, error) {
	effective := history
	for _, e := range history {
		if e.Type != Corrected {
			continue
		}
		data, ok := e.Data.(*Data)
		if !ok || data.Sequence < 1 || data.Sequence >= e.Seq {
			return nil, fmt.Errorf("%s/%d: a correction of no event", e.Stream, e.Seq)
		}
		if &effective[0] == &history[0] {
			effective = slices.Clone(history)
		}
		target, err := amended(effective[data.Sequence-1], data.Fields)
		if err != nil {
			return nil, fmt.Errorf("%s/%d: %w", e.Stream, e.Seq, err)
		}
		effective[data.Sequence-1] = target
	}
	return effective, nil
}

// amended gives a copy of an event with the fields set to what stands after the correction.
func amended(e Event, fields map[string]Change) (Event, error) {
	old, ok := e.Data.(*Data)
	if !ok {
		return e, fmt.Errorf("%s cannot be corrected", e.Type)
	}
	data := *old
	for name, change := range fields {
		if change.After == SealedField || name == dayZero && receipts[e.Type] || name == lastDay && e.Type == TaskAssigned {
			continue
		}
		f, ok := correctable[e.Type][name]
		if !ok || !f.set(&e, &data, change.After) {
			return e, fmt.Errorf("%s: field %q cannot become %q", e.Type, name, change.After)
		}
	}
	if change, ok := fields[dayZero]; ok && receipts[e.Type] {
		day, err := parseDay(change.After)
		if err != nil {
			return e, fmt.Errorf("%s: day 0 cannot become %q", e.Type, change.After)
		}
		data.ReceivedOn = day
	}
	if change, ok := fields[lastDay]; ok && e.Type == TaskAssigned {
		day, err := parseDay(change.After)
		if err != nil {
			return e, fmt.Errorf("%s: the last day cannot become %q", e.Type, change.After)
		}
		data.LastDay = day
	}
	consistent(e.Type, fields, &data)
	e.Data = &data
	return e, nil
}

// lastDay is the field in which a correction of a task's term keeps its last day, which is derived like dayZero.
const lastDay = "last_day"

// consistent brings along what follows from a corrected field: a failed delivery proves no day, and another kind of
// consultation has another period.
func consistent(eventType string, fields map[string]Change, data *Data) {
	_, outcome := fields["outcome"]
	_, served := fields["served_on"]
	if eventType == ServiceRecorded && outcome && !served && data.Outcome != "served" && data.ServedBy != "left" && data.ServedBy != "notice" {
		data.ServedOn = 0
	}
	if _, kind := fields["kind"]; eventType == ConsultationSent && kind {
		data.Days = 0
		if data.Kind == "other_agency" {
			data.Days, _ = strconv.Atoi(chosenIn(data.Choices, "other_agency_cap_wd"))
		}
	}
}

// dayZero is the field in which a correction of a receipt keeps the day 0 that follows from the corrected day and
// channel. Nobody sends it: it is derived when the correction is decided.
const dayZero = "received_on"

var receipts = map[string]bool{Registered: true, ReceiptConfirmed: true, SupplementReceived: true}

// parseDay reads a day that may be none.
func parseDay(text string) (law.Date, error) {
	if text == "" {
		return 0, nil
	}
	return law.ParseDate(text)
}
