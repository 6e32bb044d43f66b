package workflow

import "gongkai/law"

// Stint is one time that an application lay with a department: from the assignment to the report, the return, or the end of
// the case. An application given to the same department again after a return is a second stint. Dates are legal dates.
type Stint struct {
	Department string
	AssignedOn law.Date
	DueOn      law.Date // none where the office set no limit
	ReportedOn law.Date
	ReturnedOn law.Date
	ClosedOn   law.Date // the case was closed while the department still had to act
}

// Open says that the department still had to act at the end of a day.
func (s Stint) Open(on law.Date) bool {
	end := s.EndOn()
	return s.AssignedOn <= on && (end.IsZero() || end > on)
}

// EndOn is the day the department had no more to do with it; none while it has.
func (s Stint) EndOn() law.Date { return max(s.ReportedOn, s.ReturnedOn, s.ClosedOn) }

// Stints lists what lay with departments, in the order of assignment, corrections applied. It is for measuring; what is
// to be done now stands in Tasks.
func (a *Application) Stints() ([]Stint, error) {
	if len(a.Tasks) == 0 { // most of a register
		return nil, nil
	}
	history, err := corrected(a.History)
	if err != nil {
		return nil, err
	}
	var list []Stint
	last := map[string]int{}
	for _, e := range history {
		data, ok := e.Data.(*Data)
		if !ok || e.Department == "" {
			continue
		}
		at, known := last[e.Department]
		if e.Type == TaskAssigned {
			s := Stint{Department: e.Department, AssignedOn: e.On, DueOn: data.LastDay}
			if known && list[at].EndOn().IsZero() { // given again before it was done: the later limit holds
				list[at] = s
				continue
			}
			last[e.Department] = len(list)
			list = append(list, s)
			continue
		}
		if known {
			list[at].step(e)
		}
	}
	return list, nil
}

func (s *Stint) step(e Event) {
	switch e.Type {
	case TaskReported:
		s.ReportedOn = e.On
	case TaskReturned:
		s.ReturnedOn = e.On
	case TaskClosed:
		if s.EndOn().IsZero() {
			s.ClosedOn = e.On
		}
	case TaskReopened:
		s.ReportedOn, s.ReturnedOn, s.ClosedOn = 0, 0, 0
	}
}
