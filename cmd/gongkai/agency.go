package main

import (
	"errors"

	"gongkai/access"
	"gongkai/db"
	"gongkai/workflow"
)

// agencyCmd keeps the tree of bodies.
type agencyCmd struct {
	Add  agencyAddCmd  `cmd:"" help:"${agency_add}"`
	List agencyListCmd `cmd:"" help:"${agency_list}"`
}

type agencyAddCmd struct {
	Code   string `arg:"" help:"CODE"`
	Name   string `required:"" help:"${flag_name}"`
	Parent string `help:"${flag_parent}"`

	Vertical bool `help:"${flag_vertical}"`
}

func (c *agencyAddCmd) Run(o *output) error {
	return o.withStore(func(store *db.Store) error {
		actor, err := o.settings.actor(o, store, access.VerbAgency, access.Place{})
		if err != nil {
			return err
		}
		return store.AddAgency(o, actor, workflow.Agency{Code: c.Code, Name: c.Name, Parent: c.Parent, Vertical: c.Vertical})
	})
}

type agencyListCmd struct {
	JSON bool `name:"json" help:"${flag_json}"`
}

func (c *agencyListCmd) Run(o *output) error {
	return o.withStore(func(store *db.Store) error {
		agencies, err := store.Agencies(o)
		if err != nil {
			return err
		}
		if c.JSON {
			return o.json(agencies)
		}
		for _, a := range agencies {
			vertical := ""
			if a.Vertical {
				vertical = "\t" + o.pick("垂直管理", "vertical")
			}
			o.print("%s\t%s\t%s%s", a.Code, a.Name, a.Parent, vertical)
		}
		return nil
	})
}

// departmentCmd keeps the departments of a body.
type departmentCmd struct {
	Add  departmentAddCmd  `cmd:"" help:"${department_add}"`
	List departmentListCmd `cmd:"" help:"${department_list}"`
}

type departmentAddCmd struct {
	Code   string `arg:"" help:"CODE"`
	Agency string `required:"" env:"GONGKAI_AGENCY" placeholder:"CODE" help:"${flag_agency}"`
	Name   string `required:"" help:"${flag_name}"`
}

func (c *departmentAddCmd) Run(o *output) error {
	return o.withStore(func(store *db.Store) error {
		actor, err := o.settings.actor(o, store, access.VerbDepartment, access.Place{Agency: c.Agency})
		if err != nil {
			return err
		}
		return store.AddDepartment(o, actor, workflow.Department{Agency: c.Agency, Code: c.Code, Name: c.Name})
	})
}

type departmentListCmd struct {
	Agency string `required:"" env:"GONGKAI_AGENCY" placeholder:"CODE" help:"${flag_agency}"`
	JSON   bool   `name:"json" help:"${flag_json}"`
}

func (c *departmentListCmd) Run(o *output) error {
	return o.withStore(func(store *db.Store) error {
		departments, err := store.Departments(o, c.Agency)
		if err != nil {
			return err
		}
		if c.JSON {
			return o.json(departments)
		}
		for _, d := range departments {
			o.print("%s\t%s", d.Code, d.Name)
		}
		return nil
	})
}

// withLog opens a log that must be there already: a mistyped data directory must not pass as an empty one.
func (o *output) withLog(work func(*db.Store) error) error {
	there, err := o.settings.logExists(o)
	if err != nil {
		return err
	}
	if !there {
		return usage(o.pick("%s 里没有数据", "there are no data in %s"), withoutPassword(o.settings.url()))
	}
	return o.withStore(work)
}

// withStore opens the log for one piece of work and closes it again.
func (o *output) withStore(work func(*db.Store) error) error {
	store, err := o.settings.open(o)
	if err != nil {
		return err
	}
	return errors.Join(work(store), store.Close())
}
