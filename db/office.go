package db

import (
	"context"
	"fmt"

	"gongkai/workflow"
)

// AddAgency adds a body. Refused: already_exists, unknown_agency (its parent).
func (s *Store) AddAgency(ctx context.Context, actor string, a workflow.Agency) error {
	if err := (workflow.AgencyData{Code: a.Code, Name: a.Name}).Check(); err != nil {
		return err
	}
	_, err := submit(ctx, s, job{visible: true}, func(ctx context.Context, b *batch) (bool, error) {
		o := &office{ctx: ctx, batch: b}
		switch {
		case o.HasAgency(a.Code):
			return false, workflow.NewRefusal("already_exists", "", a.Code)
		case a.Parent != "" && !o.HasAgency(a.Parent):
			return false, workflow.NewRefusal("unknown_agency", "", a.Parent)
		case o.err != nil:
			return false, o.err
		}
		_, err := b.appendEvent(ctx, workflow.Event{
			Stream: workflow.AgencyStream(a.Code), Type: workflow.AgencyAdded, On: s.today(), Actor: actor,
			Data: &workflow.AgencyData{Code: a.Code, Name: a.Name, Parent: a.Parent, Vertical: a.Vertical},
		})
		b.put(&insertAgency, a.Code, a.Name, a.Parent, bit(a.Vertical))
		return true, err
	})
	return err
}

// AddDepartment adds a department to a body. Refused: unknown_agency, already_exists.
func (s *Store) AddDepartment(ctx context.Context, actor string, d workflow.Department) error {
	if err := (workflow.DepartmentData{Code: d.Code, Name: d.Name}).Check(); err != nil {
		return err
	}
	_, err := submit(ctx, s, job{visible: true}, func(ctx context.Context, b *batch) (bool, error) {
		o := &office{ctx: ctx, batch: b}
		switch {
		case !o.HasAgency(d.Agency) && o.err == nil:
			return false, workflow.NewRefusal("unknown_agency", "", d.Agency)
		case o.HasDepartment(d.Agency, d.Code):
			return false, workflow.NewRefusal("already_exists", "", d.Code)
		case o.err != nil:
			return false, o.err
		}
		_, err := b.appendEvent(ctx, workflow.Event{
			Stream: workflow.AgencyStream(d.Agency), Type: workflow.DepartmentAdded, On: s.today(), Actor: actor,
			Data: &workflow.DepartmentData{Agency: d.Agency, Code: d.Code, Name: d.Name},
		})
		b.put(&insertDepartment, d.Agency, d.Code, d.Name)
		return true, err
	})
	return err
}

// Agencies lists the bodies by code.
func (s *Store) Agencies(ctx context.Context) ([]workflow.Agency, error) {
	list := []workflow.Agency{}
	if err := s.read.SelectContext(ctx, &list, "select code, name, parent, vertical = 1 as vertical from agency order by code"); err != nil {
		return nil, fmt.Errorf("list agencies: %w", err)
	}
	return list, nil
}

// Departments lists the departments of a body by code.
func (s *Store) Departments(ctx context.Context, agency string) ([]workflow.Department, error) {
	list := []workflow.Department{}
	err := s.read.SelectContext(ctx, &list, "select agency, code, name from department where agency = $1 order by code", agency)
	if err != nil {
		return nil, fmt.Errorf("list departments: %w", err)
	}
	return list, nil
}
