package workflow

import "github.com/looplab/fsm"

// RefereeWithout is a referee that does not know one type of event: whoever emits it must stop there, with nothing done.
func RefereeWithout(eventType string) *Referee {
	var rows []fsm.EventDesc
	for _, t := range machine {
		for _, from := range t.From {
			if t.Event != eventType {
				rows = append(rows, fsm.EventDesc{Name: arrow(t.Event, t.target(from)), Src: []string{string(from)}, Dst: string(t.target(from))})
			}
		}
	}
	return &Referee{fsm: fsm.NewFSM(string(None), rows, fsm.Callbacks{})}
}
