package law

import "slices"

// Category is a kind of applicant: one of the six columns of table 3.
type Category struct {
	Key     string // natural_person …
	Label   string // exact label of the column
	Group   string // 法人或其他组织, or "" for 自然人
	English string
	words   []string
}

const organisations = "法人或其他组织"

// 个体工商户 is read as a natural person (open reading A14).
var categories = [...]Category{
	{"natural_person", "自然人", "", "natural person", []string{"个人", "公民", "居民", "村民", "群众", "个体工商户", "个体户", "natural", "person"}},
	{"enterprise", "商业企业", organisations, "enterprise", []string{"企业", "公司", "工商企业", "国有企业", "民营企业", "合作社", "法人企业", "company"}},
	{"research", "科研机构", organisations, "research institute", []string{"科研", "科研院所", "科研单位", "研究机构", "研究所", "研究院"}},
	{"public_welfare", "社会公益组织", organisations, "public-welfare body", []string{"公益组织", "社会公益", "社会组织", "社会团体", "社团", "基金会", "民办非企业单位"}},
	{"legal_service", "法律服务机构", organisations, "legal-service body", []string{"律师事务所", "律所", "法律服务所", "基层法律服务所", "法律服务"}},
	{"other", "其他", organisations, "other organisation", []string{"其它", "其他组织", "其它组织", "其他法人", "其他法人或组织", "其他机构", "法人或其他组织其他", "村委会", "村民委员会", "居委会", "居民委员会", "业主委员会", "事业单位", "媒体"}},
}

var categoryWords = func() index {
	x := index{}
	for i, c := range categories {
		x.put(c.Key, i)
		x.put(c.Label, i)
		x.put(c.English, i)
		for _, w := range c.words {
			x.put(w, i)
		}
		if c.Group != "" {
			x.put(c.Group+c.Label, i)
		}
	}
	return x
}()

// Categories gives the six kinds of applicant in the order of the form.
func Categories() []Category { return slices.Clone(categories[:]) }

// CategoryByKey gives the kind with that key.
func CategoryByKey(key string) (Category, bool) {
	for _, c := range categories {
		if c.Key == key {
			return c, true
		}
	}
	return Category{}, false
}

// CategoryByWord reads a kind as registers write it: key, label or a usual
// word; white space, case and full or half width do not matter. A word that
// fits several kinds (法人) is not known.
func CategoryByWord(word string) (Category, bool) {
	i, ok := categoryWords[fold(word)]
	if !ok {
		return Category{}, false
	}
	return categories[i], true
}
