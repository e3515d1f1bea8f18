/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-liquid.h"

#include <string.h>

#include "test-data.h"

static const char *const context_text =
  "{\"trigger\":{\"call\":{\"From\":\"+16505550100\",\"To\":\"+16505552222\"}},"
  "\"widgets\":{\"menu\":{\"Digits\":\"1\",\"SpeechResult\":\"\"},"
  "\"http-1\":{\"parsed\":{\"items\":[{\"name\":\"Ann\",\"n\":3},{\"name\":\"bob\",\"n\":1},{\"name\":\"Eve\",\"n\":2}],"
  "\"total\":7,\"price\":1.5,\"open\":true,\"shut\":false,\"nothing\":null}}},"
  "\"flow\":{\"variables\":{\"tries\":2,\"name\":\"my GREAT title\",\"key\":\"Digits\",\"html\":\"<a href='x'>&\\\"\"}},"
  "\"words\":[\"b\",\"a\",null,\"b\"],\"mixed\":[2,\"10\",1],\"empty\":[],\"blank\":\" \",\"blob\":{}}";

typedef struct
{
  JsonNode *context;
  GDateTime *now;
} Fixture;

typedef struct
{
  const char *template;
  const char *expected;
} Case;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_identifier ("-08:00");

  fixture->context = test_json (context_text);
  /* A Thursday. */
  fixture->now = g_date_time_new (zone, 2026, 1, 15, 9, 5, 7.25);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  json_node_unref (fixture->context);
  g_date_time_unref (fixture->now);
}

static char *
expand (Fixture *fixture, const char *template, GError **error)
{
  return trs_liquid_expand (template, json_node_get_object (fixture->context), fixture->now, NULL, error);
}

static void
check (Fixture *fixture, const Case *cases, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *text = expand (fixture, cases[i].template, &error);

      g_test_message ("%s", cases[i].template);
      g_assert_no_error (error);
      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_values (Fixture *fixture, gconstpointer data)
{
  static const Case cases[] = {
    { "", "" },
    { "plain { text } and %} }}", "plain { text } and %} }}" },
    { "{{trigger.call.From}}", "+16505550100" },
    { "a{{ widgets.menu.Digits }}b", "a1b" },
    { "{{widgets.http-1.parsed.total}}", "7" },
    { "{{ widgets['http-1'].parsed.items[0].name }}", "Ann" },
    { "{{ widgets.http-1.parsed.items[-1].name }}", "Eve" },
    { "{{ widgets.http-1.parsed.items[9].name }}", "" },
    { "{{ widgets.menu[flow.variables.key] }}", "1" },
    { "{{ widgets.nobody.at.all }}", "" },
    { "{{ unknown }}", "" },
    { "{{}}", "" },
    { "{{ widgets.http-1.parsed.items.size }} {{ words.first }} {{ words.last }}", "3 b b" },
    { "{{ flow.variables.name.size }}", "14" },
    { "{{ 'single' }} {{ \"double\" }} {{ 12 }} {{ -3 }} {{ 1.5 }} {{ 2.0 }} {{ true }} {{ nil }}", "single double 12 -3 1.5 2.0 true " },
    { "{{ widgets.http-1.parsed.price }} {{ widgets.http-1.parsed.open }} {{ widgets.http-1.parsed.nothing }}", "1.5 true " },
    { "{{ words }}", "bab" },
    { "{{ (1..4) }} {{ (3..1) }}", "1234 " },
    { "{{ blob }}", "{}" },
    { "{\"a\":\"{{widgets.menu.Digits}}\",\"b\":{{flow.variables.tries}}}", "{\"a\":\"1\",\"b\":2}" },
    { " {{- 'a' -}} b {%- assign x = 1 -%} c", "ab" "c" },
    { "{{ 'Grüße' }}", "Grüße" },
  };

  check (fixture, cases, G_N_ELEMENTS (cases));
}

static void
test_text_filters (Fixture *fixture, gconstpointer data)
{
  static const Case cases[] = {
    { "{{ 'a' | append: 'b' | prepend: 'c' }}", "cab" },
    { "{{ 5 | append: 5 }}", "55" },
    { "{{ flow.variables.name | capitalize }}", "My great title" },
    { "{{ '' | capitalize }}", "" },
    { "{{ 'éa' | upcase }} {{ 'ÉA' | downcase }}", "ÉA éa" },
    { "{{ flow.variables.html | escape }}", "&lt;a href=&#39;x&#39;&gt;&amp;&quot;" },
    { "[{{ ' a b ' | strip }}] [{{ ' a' | lstrip }}] [{{ 'a ' | rstrip }}]", "[a b] [a] [a]" },
    { "{{ 'a-b-c' | replace: '-', '+' }} {{ 'a-b-c' | replace_first: '-', '+' }}", "a+b+c a+b-c" },
    { "{{ 'a-b-c' | remove: '-' }} {{ 'a-b-c' | remove_first: '-' }} {{ 'abc' | replace: '', 'x' }}", "abc ab-c abc" },
    { "{{ trigger.call.From | replace: '+', '' }}", "16505550100" },
    { "{{ 'hello' | slice: 1 }} {{ 'hello' | slice: 1, 3 }} {{ 'hello' | slice: -2, 9 }} [{{ 'hello' | slice: 9 }}]", "e ell lo []" },
    { "{{ 'hello' | slice: -99, 2 }}{{ 'hello' | slice: 1, -2 }}", "" },
    { "{{ 'a,b,,' | split: ',' | size }} {{ 'abc' | split: '' | join: '-' }} {{ ' a  b ' | split: ' ' | join: '-' }}", "2 a-b-c a-b" },
    { "{{ 'Ground control to Major Tom.' | truncate: 20 }} {{ 'abcdef' | truncate: 3, '' }} {{ 'ab' | truncate: 1 }}", "Ground control to... abc ..." },
    { "{{ 'a b&c+é' | url_encode }} {{ 'a+b%26c%2B' | url_decode }} {{ '%zz' | url_decode }}", "a+b%26c%2B%C3%A9 a b&c+ %zz" },
    { "{{ nil | upcase }}{{ unknown | append: 'x' }}", "x" },
  };

  check (fixture, cases, G_N_ELEMENTS (cases));
}

static void
test_list_filters (Fixture *fixture, gconstpointer data)
{
  static const Case cases[] = {
    { "{{ words | first }} {{ words | last }} {{ words | size }} {{ 'abc' | size }} {{ 5 | size }}", "b b 4 3 0" },
    { "{{ words | join: ',' }} {{ words | compact | join }}", "b,a,,b b a b" },
    { "{{ words | sort | join: ',' }} {{ words | uniq | join: ',' }} {{ words | reverse | join: ',' }}", "a,b,b, b,a, b,,a,b" },
    { "{{ mixed | sort | join: ',' }}", "1,2,10" },
    { "{{ widgets.http-1.parsed.items | map: 'name' | join: ' ' }}", "Ann bob Eve" },
    { "{{ widgets.http-1.parsed.items | sort: 'n' | map: 'name' | join: ' ' }}", "bob Eve Ann" },
    { "{{ words | concat: mixed | size }} {{ 'x' | concat: 'y' | join }}", "7 x y" },
    { "{{ empty | first }}{{ nil | join }}", "" },
    { "{{ words | slice: 1, 2 | size }}", "2" },
    { "{{ unknown | default: 'x' }} {{ '' | default: 'x' }} {{ false | default: 'x' }} {{ empty | default: 'x' }} {{ 0 | default: 'x' }}", "x x x x 0" },
    { "{{ widgets.menu | json }} {{ words | to_json }} {{ 'a\"b' | json }} {{ nil | json }}", "{\"Digits\":\"1\",\"SpeechResult\":\"\"} [\"b\",\"a\",null,\"b\"] \"a\\\"b\" null" },
  };

  check (fixture, cases, G_N_ELEMENTS (cases));
}

static void
test_number_filters (Fixture *fixture, gconstpointer data)
{
  static const Case cases[] = {
    { "{{ flow.variables.tries | plus: 1 }} {{ '2' | plus: '3' }} {{ 1 | plus: 0.5 }} {{ 'x' | plus: 1 }}", "3 5 1.5 1" },
    { "{{ 1 | minus: 3 }} {{ 2 | times: 3 }} {{ 2 | times: 1.5 }}", "-2 6 3.0" },
    { "{{ 7 | divided_by: 2 }} {{ -7 | divided_by: 2 }} {{ 7.0 | divided_by: 2 }}", "3 -4 3.5" },
    { "{{ 7 | modulo: 3 }} {{ -7 | modulo: 3 }} {{ 7 | modulo: -3 }} {{ 5 | modulo: -1 }} {{ 5.5 | modulo: 2 }}", "1 2 -2 0 1.5" },
    { "{{ 1.6 | round }} {{ 1.234 | round: 2 }} {{ 1.2 | ceil }} {{ 1.8 | floor }} {{ '3.7' | floor }} {{ -4 | abs }}", "2 1.23 2 1 3 4" },
    { "{{ 5 | at_least: 7 }} {{ 5 | at_most: 3 }}", "7 3" },
    { "{{ 9223372036854775807 | plus: 1 }}", "9.223372036854776e+18" },
    { "{{ 9223372036854775807 | times: 9223372036854775807 }}", "8.507059173023462e+37" },
    { "{{ 0.1 | plus: 0.2 }}", "0.30000000000000004" },
  };

  check (fixture, cases, G_N_ELEMENTS (cases));
}

static void
test_dates (Fixture *fixture, gconstpointer data)
{
  static const Case cases[] = {
    { "{{ 'now' | date: '%Y-%m-%dT%H:%M:%S%z' }}", "2026-01-15T09:05:07-0800" },
    { "{{ 'now' | date: '%a %A %b %B %e %j %u %w %y' }}", "Thu Thursday Jan January 15 015 4 4 26" },
    { "{{ 'now' | date: '%I %l %k %p %P %L %R %F %T %D' }}", "09  9  9 AM am 250 09:05 2026-01-15 09:05:07 01/15/26" },
    { "{{ 'now' | date: '%-H %-M %^a %0e %-d %s %c %r %% %Q %' }}", "9 5 THU 15 15 1768496707 Thu Jan 15 09:05:07 2026 09:05:07 AM % %Q %" },
    { "{{ 'today' | date: '%H%M' | plus: 0 }}", "905" },
    { "{{ 1768471200 | date: '%H:%M' }} {{ '1768471200' | date: '%H:%M' }}", "02:00 02:00" },
    { "{{ '2026-01-15T10:00:00Z' | date: '%H:%M %Z' }} {{ '2026-07-04' | date: '%d %B' }}", "10:00 UTC 04 July" },
    { "{{ '2026-01-15 10:00:00 -0500' | date: '%H %z' }} {{ '2026-01-15 10:00:00 UTC' | date: '%H %z' }}", "10 -0500 10 +0000" },
    { "{{ 'next tuesday' | date: '%H' }} {{ nil | date: '%H' }}", "next tuesday " },
    { "{{ '2026-99-99' | date: '%H' }} {{ 99999999999999 | date: '%Y' }}", "2026-99-99 99999999999999" },
    { "{{ 'now' | date }}", "now" },
  };

  check (fixture, cases, G_N_ELEMENTS (cases));
}

#define IF(condition) "{% if " condition " %}y{% else %}n{% endif %}"

static void
test_conditions (Fixture *fixture, gconstpointer data)
{
  static const Case cases[] = {
    { IF ("widgets.menu.Digits == '1'") IF ("widgets.menu.Digits == 1") IF ("flow.variables.tries == 2.0"), "yny" },
    { IF ("1 != 2") IF ("1 <> 1") IF ("1 < 2") IF ("2 <= 2") IF ("1 > 2") IF ("2 >= 2"), "ynyyny" },
    { IF ("'10' < 9") IF ("'10' < '9'") IF ("'x' < 9") IF ("nil < 1") IF ("'09:05' < '17:00'"), "nynny" },
    { IF ("unknown") IF ("''") IF ("0") IF ("widgets.http-1.parsed.shut") IF ("nil"), "nyynn" },
    { IF ("empty == empty") IF ("widgets.menu.SpeechResult == empty") IF ("blank == blank") IF ("blob == empty") IF ("words != empty"), "yyyyy" },
    { IF ("unknown == blank") IF ("unknown == empty") IF ("unknown == nil") IF ("widgets.menu.Digits == blank"), "ynyn" },
    { IF ("'support please' contains 'support'") IF ("words contains 'a'") IF ("words contains 'z'") IF ("widgets.menu contains 'Digits'") IF ("nil contains 'a'"), "yynyn" },
    { IF ("true and false") IF ("true or false") IF ("false and false or true") IF ("true or true and false"), "nyny" },
    { "{% if false %}a{% elsif 1 > 0 %}b{% else %}c{% endif %}", "b" },
    { "{% unless true %}a{% elsif true %}b{% endunless %}{% unless false %}c{% endunless %}", "bc" },
    { "{% case widgets.menu.Digits %}x{% when '2', '3' %}a{% when '0' or '1' %}b{% else %}c{% endcase %}", "b" },
    { "{% case 9 %}{% when 1 %}a{% else %}c{% endcase %}{% case 9 %}{% when 1 %}a{% endcase %}", "c" },
    { "{% if words == words %}y{% endif %}", "y" },
    { "{% if true %}{% if false %}a{% else %}b{% endif %}{% endif %}", "b" },
  };

  check (fixture, cases, G_N_ELEMENTS (cases));
}

static void
test_tags (Fixture *fixture, gconstpointer data)
{
  static const Case cases[] = {
    { "{% assign x = 'a' | upcase %}{{ x }}{% assign x = x | append: 'b' %}{{ x }}", "AAb" },
    { "{% assign trigger = 'mine' %}{{ trigger }}", "mine" },
    { "{% capture x %}a{{ 1 }}{% endcapture %}[{{ x }}]", "[a1]" },
    { "{% for i in (1..3) %}{{ i }}{% endfor %}{{ i }}", "123" },
    { "{% for item in widgets.http-1.parsed.items %}{{ forloop.index }}{{ item.name }}{% unless forloop.last %},{% endunless %}{% endfor %}", "1Ann,2bob,3Eve" },
    { "{% for x in words limit:2 %}{{ x }}{% endfor %} {% for x in (1..5) limit: 2 offset: 1 reversed %}{{ x }}{% endfor %}", "ba 32" },
    { "{% for x in words offset:99 %}{{ x }}{% else %}none{% endfor %}{% for x in empty %}a{% else %}b{% endfor %}{% for x in unknown %}a{% endfor %}", "noneb" },
    { "{% for x in (1..9) %}{% if x == 2 %}{% continue %}{% endif %}{% if x == 4 %}{% break %}{% endif %}{{ x }}{% endfor %}.", "13." },
    { "{% for x in (1..2) %}{% for y in (1..2) %}{{ x }}{{ y }}{{ forloop.rindex0 }} {% endfor %}{{ forloop.first }} {% endfor %}", "111 120 true 211 220 false " },
    { "{% for x in 'abc' %}{{ x }}{% endfor %}{% for x in (1..2), limit: 1 %}{{ x }}{% endfor %}", "abc1" },
    { "a{% comment %} {{ x {% comment %} {% endcomment %} {% nonsense %} {% endcomment %}b", "ab" },
    { "{% raw %}{{ x }} {% if %}{% endraw %}", "{{ x }} {% if %}" },
    { "{% raw %} a {%- endraw -%} b", " ab" },
    { "{% assign open = 'now' | date: '%H:%M' %}" IF ("open >= '00:00' and open < '24:00'"), "y" },
  };

  check (fixture, cases, G_N_ELEMENTS (cases));
}

static void
test_syntax_errors (Fixture *fixture, gconstpointer data)
{
  static const Case cases[] = {
    { "{{", "line 1, column 1" },
    { "abc\n  {{ x ", "line 2, column 3" },
    { "{{ x }", "no }} closes" },
    { "{% if x", "no %} closes" },
    { "{% if x %}", "no endif" },
    { "{% if %}a{% endif %}", "expected a value at the end" },
    { "{% if x == %}a{% endif %}", "expected a value at the end" },
    { "{% if x = 1 %}a{% endif %}", "line 1, column 9): expected the end of the tag, not =" },
    { "{% if x %}{% else %}{% else %}{% endif %}", "else after else" },
    { "{% if x %}{% else x %}{% endif %}", "expected the end of the tag" },
    { "{% endif %}", "there is no tag \"endif\" here" },
    { "{% unless x %}{% endif %}", "there is no tag \"endif\" here" },
    { "{% case x %}{% when %}{% endcase %}", "expected a value" },
    { "{% case %}{% endcase %}", "expected a value" },
    { "{% for x %}{% endfor %}", "expected in" },
    { "{% for 1 in y %}{% endfor %}", "the name of a variable" },
    { "{% for x in y until: 3 %}{% endfor %}", "expected limit, offset or reversed, not until" },
    { "{% for x in y limit 3 %}{% endfor %}", "expected :" },
    { "{% for x in y %}", "no endfor" },
    { "{% assign x %}", "expected =" },
    { "{% assign = 1 %}", "the name of a variable" },
    { "{% capture %}{% endcapture %}", "the name of a variable" },
    { "{% raw %}{% if %}", "no endraw" },
    { "{% comment %}", "no endcomment" },
    { "{% include 'x' %}", "there is no tag \"include\"" },
    { "{% %}", "the name of a tag" },
    { "{{ x | nonsense }}", "line 1, column 8): there is no filter \"nonsense\" in the subset" },
    { "{{ x | }}", "the name of a filter" },
    { "{{ x | append }}", "does not take 0 arguments" },
    { "{{ x | upcase: 1 }}", "does not take 1 arguments" },
    { "{{ x | append: }}", "expected a value" },
    { "{{ x | default: 1, allow_false: true }}", "does not take 2 arguments" },
    { "{{ 'x }}", "expected a value, not '" },
    { "{{ x y }}", "expected the end of the tag, not y" },
    { "{{ x. }}", "a name after the dot" },
    { "{{ x[1 }}", "expected ]" },
    { "{{ (1..2 }}", "expected )" },
    { "{{ (1) }}", "expected .." },
    { "{{ @ }}", "expected a value, not @" },
    { "{{ é }}", "line 1, column 4" },
    { "ü {{ @ }}", "line 1, column 6" },
    { "{{ 99999999999999999999 }}", "a smaller number" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      TrsLiquid *template = trs_liquid_parse (cases[i].template, &error);

      g_test_message ("%s", cases[i].template);
      g_assert_null (template);
      g_assert_error (error, TRS_LIQUID_ERROR, TRS_LIQUID_ERROR_SYNTAX);
      g_assert_null (strchr (error->message, '\n'));
      if (strstr (error->message, cases[i].expected) == NULL)
        g_error ("%s is not in %s", cases[i].expected, error->message);
    }
}

/* With less of a budget than there is by default, so that sanitizers need not count that far. */
static void
assert_fails (Fixture *fixture, const char *template, int code)
{
  g_autoptr(GError) error = NULL;
  gsize budget = TRS_LIQUID_MAX_WORK / 10;

  g_assert_null (trs_liquid_expand (template, json_node_get_object (fixture->context), fixture->now,
                                    &budget, &error));
  g_assert_error (error, TRS_LIQUID_ERROR, code);
}

static void
test_division_by_zero (Fixture *fixture, gconstpointer data)
{
  assert_fails (fixture, "{{ 1 | divided_by: 0 }}", TRS_LIQUID_ERROR_VALUE);
  assert_fails (fixture, "{{ 1 | modulo: 0.0 }}", TRS_LIQUID_ERROR_VALUE);
}


/* 3375 times. */
#define ROUND(text) "{% for a in (1..15) %}" text "{% endfor %}"
#define EACH(text) ROUND (ROUND (ROUND (text)))

static void
test_limits (Fixture *fixture, gconstpointer data)
{
  static const char *const cases[] = {
    "{% for a in (1..16) %}{% endfor %}",
    "{{ (1..1001) }}",
    "{{ (-9223372036854775807..9223372036854775807) }}",
    EACH ("{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' }}"),
    "{% assign x = 'aaaaaaaaaa' %}" EACH ("{% assign x = x | append: x %}"),
    "{% assign x = 'aaaaaaaaaa' %}" EACH ("{% assign x = x | replace: 'a', x %}"),
    "{% assign x = 'aaaaaaaaaa' | split: '' %}" EACH ("{% assign x = x | concat: x %}"),
    "{% assign x = (1..999) %}" EACH ("{% assign y = x | sort %}"),
    "{% assign x = (1..999) | uniq %}",
    "{% assign x = (1..999) %}" EACH ("{% if x == x %}{% endif %}"),
    "{% assign x = (1..999) %}" EACH ("{% if x contains -1 %}{% endif %}"),
    "{% assign x = (1..999) | join: '-----------------------------------------------------------------' %}",
    EACH ("{% capture x %}{{ x }}{{ x }}aaaaaaaaaa{% endcapture %}"),
    EACH (EACH ("{% assign x = 1 %}")),
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i]);
      assert_fails (fixture, cases[i], TRS_LIQUID_ERROR_LIMIT);
    }
}

static void
test_budget (Fixture *fixture, gconstpointer data)
{
  gsize budget = 1000;
  guint n = 0;

  for (;;)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *text = trs_liquid_expand ("{{ 'a' | append: 'b' }}", json_node_get_object (fixture->context), fixture->now, &budget, &error);

      if (text == NULL)
        {
          g_assert_error (error, TRS_LIQUID_ERROR, TRS_LIQUID_ERROR_LIMIT);
          break;
        }
      n++;
    }
  g_assert_cmpuint (n, >, 2);
  g_assert_cmpuint (n, <, 20);
  g_assert_cmpuint (budget, ==, 0);
}

static void
test_deep (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GString) tags = g_string_new (NULL);
  g_autoptr(GString) brackets = g_string_new ("{{ ");
  g_autoptr(GString) ranges = g_string_new ("{{ ");
  g_autofree char *huge = g_strnfill (TRS_LIQUID_MAX_BYTES + 1, 'a');

  for (guint i = 0; i < 5000; i++)
    {
      g_string_append (tags, "{% if a %}");
      g_string_append (brackets, "a[");
      g_string_append (ranges, "(");
    }
  g_string_append (brackets, "}}");
  g_string_append (ranges, "}}");
  assert_fails (fixture, tags->str, TRS_LIQUID_ERROR_LIMIT);
  assert_fails (fixture, brackets->str, TRS_LIQUID_ERROR_LIMIT);
  assert_fails (fixture, ranges->str, TRS_LIQUID_ERROR_LIMIT);
  assert_fails (fixture, huge, TRS_LIQUID_ERROR_LIMIT);
  assert_fails (fixture, "\xFF", TRS_LIQUID_ERROR_LIMIT);
}

static void
test_render_twice (Fixture *fixture, gconstpointer data)
{
  g_autoptr(TrsLiquid) template = trs_liquid_parse ("{% assign x = x | default: 0 | plus: 1 %}{{ x }}", NULL);

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *text = trs_liquid_render (template, json_node_get_object (fixture->context), fixture->now, NULL, NULL);

      g_assert_cmpstr (text, ==, "1");
    }
  g_assert_false (json_object_has_member (json_node_get_object (fixture->context), "x"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/liquid/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("values", test_values);
  ADD ("filters/text", test_text_filters);
  ADD ("filters/list", test_list_filters);
  ADD ("filters/number", test_number_filters);
  ADD ("filters/date", test_dates);
  ADD ("conditions", test_conditions);
  ADD ("tags", test_tags);
  ADD ("errors/syntax", test_syntax_errors);
  ADD ("errors/division-by-zero", test_division_by_zero);
  ADD ("errors/limits", test_limits);
  ADD ("errors/budget", test_budget);
  ADD ("errors/deep", test_deep);
  ADD ("render-twice", test_render_twice);

  return g_test_run ();
}
