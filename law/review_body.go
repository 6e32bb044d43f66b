package law

import (
	"slices"
	"strings"
	"time"
)

// BodyKind is the kind of agency whose act is to be reviewed: it decides who
// reviews (行政复议法 arts. 24, 25, 27, 28).
type BodyKind string

// The kinds of agency.
const (
	LocalDepartment      BodyKind = "local_department"      // 地方人民政府工作部门
	LocalGovernment      BodyKind = "local_government"      // county, city and their like
	Township             BodyKind = "township"              // 乡镇人民政府
	SubDistrict          BodyKind = "sub_district"          // 派出机关, such as 街道办事处
	ProvincialGovernment BodyKind = "provincial_government" // 省级人民政府
	Ministry             BodyKind = "ministry"              // 国务院部门
	VerticalAgency       BodyKind = "vertical_agency"       // 海关、金融、外汇、税务、国家安全
	JusticeDepartment    BodyKind = "justice_department"    // the local review office itself
)

// BodyKinds gives the kinds in the order of the act's articles.
func BodyKinds() []BodyKind {
	return []BodyKind{
		LocalDepartment, LocalGovernment, Township, SubDistrict, ProvincialGovernment, Ministry, VerticalAgency, JusticeDepartment,
	}
}

// Text words the kind in zh-CN or English.
func (k BodyKind) Text(lang string) string {
	switch k {
	case LocalDepartment:
		return pick(lang, "地方人民政府工作部门", "department of a local government")
	case LocalGovernment:
		return pick(lang, "市、县人民政府", "city or county government")
	case Township:
		return pick(lang, "乡镇人民政府", "township government")
	case SubDistrict:
		return pick(lang, "派出机关（街道办事处等）", "sub-district office")
	case ProvincialGovernment:
		return pick(lang, "省级人民政府", "provincial government")
	case Ministry:
		return pick(lang, "国务院部门", "ministry")
	case VerticalAgency:
		return pick(lang, "垂直领导的机关", "agency under central command")
	case JusticeDepartment:
		return pick(lang, "司法行政部门", "justice department")
	}
	return string(k)
}

// ReviewBody is who hears the application for review.
type ReviewBody struct {
	Key     string // same_government …
	Article string // of the 行政复议法
	Chinese string // how a letter names it when the name is not known
	English string
	// Parent: it is the body above the agency in the tree, so its name is known
	// when that body is registered.
	Parent bool
}

var (
	sameGovernment   = ReviewBody{"same_government", "24", "本级人民政府", "the people's government of the same level", true}
	higherGovernment = ReviewBody{"higher_government", "24", "上一级人民政府", "the people's government one level up", true}
	countyGovernment = ReviewBody{"county_government", "24", "上一级人民政府（县级人民政府）", "the county government", true}
	foundingBody     = ReviewBody{"founding_government", "24", "设立本机关的人民政府", "the government that set this office up", true}
	itself           = ReviewBody{"itself", "24", "本机关", "this body itself", false}
	itselfMinistry   = ReviewBody{"itself", "25", "本机关", "this body itself", false}
	higherAuthority  = ReviewBody{"higher_authority", "27", "上一级主管部门", "the authority in charge one level up", false}
	justiceSame      = ReviewBody{"same_government", "28", "本级人民政府", "the people's government of the same level", true}
	justiceHigher    = ReviewBody{"higher_justice", "28", "上一级司法行政部门", "the justice authority one level up", false}
)

func (b ReviewBody) under(article string) ReviewBody { b.Article = article; return b }

// reviewTurn is the first day of the revised 行政复议法 and of review before suit
// for refusals.
func reviewTurn() Date { return NewDate(2024, time.January, 1) }

// ReviewBodies gives who reviews an act of an agency of that kind done on a day:
// one body, or two among which the applicant chooses. Before 2024-01-01 a
// department's superior authority stood to choice beside its government (1999
// arts. 12 to 15); since then it does not. None for an unknown kind.
func ReviewBodies(kind BodyKind, on Date) []ReviewBody {
	before := on < reviewTurn()
	switch kind {
	case LocalDepartment, JusticeDepartment:
		switch {
		case before:
			return []ReviewBody{sameGovernment.under("12"), higherAuthority.under("12")}
		case kind == JusticeDepartment:
			return []ReviewBody{justiceSame, justiceHigher}
		}
		return []ReviewBody{sameGovernment}
	case LocalGovernment:
		return []ReviewBody{pickBody(before, higherGovernment, "13")}
	case Township:
		return []ReviewBody{pickBody(before, countyGovernment, "13")}
	case SubDistrict:
		return []ReviewBody{pickBody(before, foundingBody, "15")}
	case ProvincialGovernment:
		return []ReviewBody{pickBody(before, itself, "14")}
	case Ministry:
		return []ReviewBody{pickBody(before, itselfMinistry, "14")}
	case VerticalAgency:
		return []ReviewBody{pickBody(before, higherAuthority, "12")}
	}
	return nil
}

func pickBody(before bool, b ReviewBody, old string) ReviewBody {
	if before {
		return b.under(old)
	}
	return b
}

// KindOfBody reads the kind off a body's name, which is what a register holds;
// a name that says nothing is a department of a local government. The names of
// bodies under central command are those of art. 27.
func KindOfBody(name string) BodyKind {
	name = strings.TrimSuffix(strings.TrimSpace(name), "办公室")
	name = strings.TrimSuffix(name, "办公厅")
	ends := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.HasSuffix(name, w) })
	}
	switch {
	case strings.HasPrefix(name, "国务院") || strings.HasPrefix(name, "中华人民共和国"):
		if ends("税务局", "海关") && name != "中华人民共和国海关总署" {
			return VerticalAgency
		}
		return Ministry
	case ends("税务局", "税务分局", "税务所", "海关", "国家安全局", "国家安全厅", "外汇管理局", "监管分局", "金融监督管理局") ||
		strings.Contains(name, "国家金融监督管理总局") || strings.HasPrefix(name, "中国人民银行") || strings.Contains(name, "证券监督管理委员会"):
		return VerticalAgency
	case ends("乡人民政府", "镇人民政府", "苏木人民政府", "乡政府", "镇政府"):
		return Township
	case ends("街道办事处", "街道", "行政公署", "区公所"):
		return SubDistrict
	case ends("省人民政府", "自治区人民政府") || slices.Contains([]string{"北京市人民政府", "天津市人民政府", "上海市人民政府", "重庆市人民政府"}, name):
		return ProvincialGovernment
	case ends("人民政府"):
		return LocalGovernment
	case ends("司法局", "司法厅"):
		return JusticeDepartment
	}
	return LocalDepartment
}
