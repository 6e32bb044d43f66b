package workflow

// decide gives each department its task. A department that still works on the case gets no second one.
func (c *Assign) decide(d *decision) error {
	if d.app.State.Closed() {
		return d.notNow()
	}
	seen := map[string]bool{}
	for _, as := range c.Departments {
		if !d.Office.HasDepartment(d.app.Agency, as.Code) {
			return refuse("unknown_department", "", as.Code)
		}
		if i := d.app.taskOf(as.Code); seen[as.Code] || (i >= 0 && d.app.Tasks[i].Open()) {
			return refuse("task_open", "", as.Code)
		}
		seen[as.Code] = true
	}
	for _, as := range c.Departments {
		data := Data{Days: as.Days}
		if as.Days > 0 {
			data.LastDay = d.Calendar.Nth(d.on, as.Days)
		}
		if err := d.emitFor(as.Code, TaskAssigned, None, d.on, data, map[string]string{"ask": as.Ask}); err != nil {
			return err
		}
	}
	return nil
}

// decide signs for the task (签收).
func (c *AcceptTask) decide(d *decision) error {
	if err := d.openTask(c.Department, "assigned"); err != nil {
		return err
	}
	return d.emitFor(c.Department, TaskAccepted, None, d.on, Data{}, nil)
}

// decide gives the task back (退回).
func (c *ReturnTask) decide(d *decision) error {
	if err := d.openTask(c.Department, "assigned", "accepted"); err != nil {
		return err
	}
	return d.emitFor(c.Department, TaskReturned, None, d.on, Data{}, map[string]string{"reason": c.Reason})
}

// decide records what the department found. Reporting without a signature before it counts as signed for.
func (c *ReportTask) decide(d *decision) error {
	if err := d.openTask(c.Department, "assigned", "accepted"); err != nil {
		return err
	}
	data, private := Data{}, map[string]string{}
	if f := c.Finding; f != nil {
		if f.Result != "" && !knownResult(f.Result) {
			return refuse("unknown_result", "", f.Result)
		}
		data.Result = f.Result
		private["grounds"], private["note"] = f.Grounds, f.Note
	}
	return d.emitFor(c.Department, TaskReported, None, d.on, data, private)
}

func (d *decision) openTask(department string, statuses ...string) error {
	if d.app.State.Closed() {
		return d.notNow()
	}
	if !d.Office.HasDepartment(d.app.Agency, department) {
		return refuse("unknown_department", "", department)
	}
	i := d.app.taskOf(department)
	if i < 0 {
		return refuse("no_task", "", department)
	}
	for _, s := range statuses {
		if d.app.Tasks[i].Status == s {
			if d.on < d.app.Tasks[i].AssignedOn {
				return refuse("out_of_order", "", d.on, d.app.Tasks[i].AssignedOn)
			}
			return nil
		}
	}
	return refuse("task_is", "", department, taskStatus(d.app.Tasks[i].Status))
}

// notNow is the refusal of a command that the state does not know.
func (d *decision) notNow() error {
	return refuse("not_now", "", d.app.State, commandName(d.command))
}
