package workflow

import "gongkai/law"

// reverseLapse takes back the closing that the clock made for want of a supplement or a payment, and gives the tasks
// that ended with it back to their departments.
func (d *decision) reverseLapse(to State) error {
	if err := d.emit(LapseReversed, to, d.on, Data{}, nil); err != nil {
		return err
	}
	for _, t := range d.app.Tasks {
		if t.Status == "closed" {
			if err := d.emitFor(t.Department, TaskReopened, None, d.on, Data{}, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// untimely gives the state to which an application returns whose lapse a correction of dates made premature or
// groundless; None when the lapse stands, or there is none.
func (a *Application) untimely(cal *law.Calendar) State {
	if a.State != OtherwiseClosed {
		return None
	}
	if f := a.fee(); f != nil && !f.LapsedOn.IsZero() {
		if last := a.FeeEnd(cal); last.IsZero() || f.LapsedOn <= last {
			return FeeNotified
		}
		return None
	}
	if s := a.Supplement; s != nil && !s.LapsedOn.IsZero() {
		if last := a.SupplementEnd(cal); last.IsZero() || s.LapsedOn <= last {
			return AwaitingSupplement
		}
	}
	return None
}
