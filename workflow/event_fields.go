package workflow

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
)

// EventVersion is the newest version of an event type's data. A field that may be missing can be added within a version.
// Whatever an old reader would misread is a new version: its data then carry {"v": N}, the old one stays readable for
// ever, and its sample stays in testdata/events.
func EventVersion(string) int { return 1 }

// VersionOf tells which version of its type an event's data are of: what stands under "v", or 1.
func VersionOf(data json.RawMessage) int {
	var versioned struct {
		V int `json:"v"`
	}
	// Data that cannot be read have no version of their own; whoever decodes them says so.
	if json.Unmarshal(data, &versioned) != nil || versioned.V < 1 {
		return 1
	}
	return versioned.V
}

// everyEvent are the fields of Data that any event of an application may carry.
const everyEvent = "entered late_entry counted due choices sealed"

// eventFields names the other fields of Data that each type of event uses; "!" marks those that are always there. The
// schemas on the bus are read from it; a test holds it against what the stories write.
var eventFields = map[string]string{
	Registered:          "channel! category! id_type form delivery needs_help received_on submitted_on to_person parent",
	RecordedFromLedger:  "channel category received_on! closed_on result days supplement_told_on supplement_received_on extension_told_on doubts",
	ReceiptConfirmed:    "received_on!",
	TaskAssigned:        "days last_day",
	TaskAccepted:        "",
	TaskReturned:        "",
	TaskReported:        "result",
	TaskClosed:          "",
	TaskReopened:        "",
	SupplementRequested: "days! last_day override served_on",
	SupplementReceived:  "override received_on",
	SupplementWithdrawn: "",
	ReasonsRequested:    "days! last_day served_on",
	ReasonsReceived:     "acceptable",
	DelayedDateSet:      "until! served_on",
	FeeRequested:        "basis! quantity! amount_fen! last_day served_on",
	FeePaid:             "amount_fen!",
	FeeWithdrawn:        "",
	FeeLapsed:           "last_day! late result! counts",
	SearchRecorded:      "found",
	Attached:            "digest!",
	Archived:            "retain_to!",
	SupplementLapsed:    "last_day! late result! counts",
	LapseReversed:       "",
	ConsultationSent:    "party! kind! days served_on",
	OpinionReceived:     "party! stance!",
	ConsultationClosed:  "party! last_day! late silence!",
	Extended:            "days!",
	ServiceRecorded:     "sequence! outcome! served_on served_by carrier",
	ReplyProposed:       "result! items",
	ReplyApproved:       "sequence!",
	ReplyRejected:       "sequence!",
	Replied:             "result! served_by! received_on items earlier unsigned document_on carrier counts",
	Withdrawn:           "result! counts",
	Corrected:           "sequence! fields! answer_by",
	Voided:              "",
	Recounted:           "report!",
	OverdueMarked:       "last_day! late",
	DueRecomputed:       "answer_by",

	ReviewFiled:              "case! by! procedure! answer_by counts_in",
	ReviewAnswered:           "case!",
	ReviewDecided:            "case! result! until counts_in",
	SuitFiled:                "case! by! after_review reviewer answer_by counts_in",
	SuitAnswered:             "case!",
	SuitDecided:              "case! result! until counts_in",
	Rehandled:                "case! until",
	CaseStruck:               "case!",
	AnswerOverdueMarked:      "case! last_day! late",
	PerformanceOverdueMarked: "case! last_day! late",
}

// wordsOf gives the closed list of values that a field of this name takes in commands, or nil. Where commands use one name
// for several lists, the event may carry a value of any.
func wordsOf(field string) []string {
	if field == "kind" || field == "result" { // two lists under one name, told apart by where they stand
		return nil
	}
	var words []string
	for _, c := range commands {
		collectWords(reflect.TypeOf(c.New()).Elem(), field, &words)
	}
	return words
}

func collectWords(t reflect.Type, field string, words *[]string) {
	for i := range t.NumField() {
		spec := t.Field(i)
		inner := spec.Type
		for inner.Kind() == reflect.Pointer || inner.Kind() == reflect.Slice {
			inner = inner.Elem()
		}
		if inner.Kind() == reflect.Struct {
			collectWords(inner, field, words)
		}
		name, _, _ := strings.Cut(spec.Tag.Get("json"), ",")
		if enum := spec.Tag.Get("enum"); name == field && enum != "" {
			for _, word := range strings.Split(enum, ",") {
				if !slices.Contains(*words, word) {
					*words = append(*words, word)
				}
			}
		}
	}
}
