/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-twiml.h"

#include <string.h>

#include "test-data.h"

#define RESPONSE(body) "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response>" body "</Response>"

static TrsTwiml *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  TrsTwiml *document = trs_twiml_parse (text, -1, &error);

  g_assert_no_error (error);
  g_assert_nonnull (document);
  return document;
}

static const TrsTwimlElement *
verb (TrsTwiml *document, guint index)
{
  GPtrArray *verbs = trs_twiml_element_get_children (trs_twiml_get_response (document));

  g_assert_cmpuint (index, <, verbs->len);
  return g_ptr_array_index (verbs, index);
}

static void
test_verbs (void)
{
  g_autofree char *text = test_data_text ("twiml/verbs.xml");
  g_autoptr(TrsTwiml) document = parse (text);
  const TrsTwimlElement *gather = verb (document, 0);
  const TrsTwimlElement *enqueue = verb (document, 4);
  const TrsTwimlElement *task = trs_twiml_element_get_child (enqueue, TRS_TWIML_TASK);
  const TrsTwimlElement *dial = verb (document, 5);
  const TrsTwimlElement *conference = trs_twiml_element_get_child (dial, TRS_TWIML_CONFERENCE);

  g_assert_cmpuint (trs_twiml_get_warnings (document)->len, ==, 0);

  g_assert_cmpint (trs_twiml_element_get_kind (gather), ==, TRS_TWIML_GATHER);
  g_assert_cmpint (trs_twiml_element_get_int (gather, "numDigits"), ==, 1);
  g_assert_cmpint (trs_twiml_element_get_int (gather, "timeout"), ==, 7);
  g_assert_cmpstr (trs_twiml_element_get_string (gather, "action"), ==, "/picked?a=1&b=2");
  g_assert_cmpstr (trs_twiml_element_get_string (gather, "method"), ==, "GET");
  g_assert_cmpstr (trs_twiml_element_get_string (gather, "finishOnKey"), ==, "#");
  g_assert_cmpuint (trs_twiml_element_get_children (gather)->len, ==, 3);
  g_assert_cmpstr (trs_twiml_element_get_text (g_ptr_array_index (trs_twiml_element_get_children (gather), 0)),
                   ==, "For support, press 1. For sales, press two.");

  g_assert_cmpstr (trs_twiml_element_get_string (enqueue, "workflowSid"), ==, "WW00000000000000000000000000000001");
  g_assert_cmpstr (trs_twiml_element_get_string (enqueue, "waitUrlMethod"), ==, "POST");
  g_assert_cmpint (trs_twiml_element_get_int (task, "priority"), ==, 5);
  g_assert_cmpint (trs_twiml_element_get_int (task, "timeout"), ==, 200);
  g_assert_cmpstr (json_object_get_string_member (trs_twiml_element_get_task_attributes (enqueue), "selected_product"),
                   ==, "Support");

  g_assert_cmpint (trs_twiml_element_get_int (dial, "timeout"), ==, 30);
  g_assert_cmpstr (trs_twiml_element_get_text (conference), ==, "Room & board");
  g_assert_true (trs_twiml_element_get_bool (conference, "endConferenceOnExit"));
  g_assert_true (trs_twiml_element_get_bool (conference, "startConferenceOnEnter"));
  g_assert_false (trs_twiml_element_has (conference, "startConferenceOnEnter"));
  g_assert_null (trs_twiml_element_get_string (conference, "statusCallback"));
}

static void
test_problems (void)
{
  g_autoptr(TrsTwiml) document = parse ("<Response><Enqueue workflowSid=\"1\"/><Dial><Queue postWorkActivitySid=\"2\"/></Dial></Response>");
  guint code;

  g_assert_nonnull (strstr (trs_twiml_element_get_problem (verb (document, 0), &code), "'1'"));
  g_assert_cmpuint (code, ==, TRS_TWIML_WARNING_WORKFLOW);
  g_assert_nonnull (strstr (trs_twiml_element_get_problem (verb (document, 1), &code), "'2'"));
  g_assert_cmpuint (code, ==, TRS_TWIML_WARNING_ACTIVITY);
}

static void
test_long_names_are_cut (void)
{
  g_autofree char *name = g_strnfill (10000, 'a');
  g_autofree char *text = g_strdup_printf ("<Response %s=\"1\"><Gather method=\"%s\xC3\xA9\"/></Response>", name, name);
  g_autoptr(TrsTwiml) document = parse (text);
  GPtrArray *warnings = trs_twiml_get_warnings (document);

  g_assert_cmpuint (warnings->len, ==, 2);
  for (guint i = 0; i < warnings->len; i++)
    {
      const TrsTwimlWarning *warning = g_ptr_array_index (warnings, i);

      g_assert_cmpuint (strlen (warning->message), <=, 400);
      g_assert_true (g_utf8_validate (warning->message, -1, NULL));
    }
}

/* What a document without a fault may look like. */
static void
test_forms (void)
{
  static const char *const documents[] = {
    "<Response/>",
    "<Response></Response>",
    "\xEF\xBB\xBF<?xml version=\"1.0\"?><Response/>",
    "<!-- hello --><Response><!-- there --><Hangup/></Response><!-- you -->",
    "<Response><Say><![CDATA[1 < 2 & 3]]></Say></Response>\n\n",
    "<?xml version='1.0' encoding='ISO-8859-1'?><Response><Say>plain</Say></Response>",
    "<Response xmlns:xsi=\"x\" xsi:noNamespaceSchemaLocation=\"y\"/>",
    "<Response><Say>a<break time=\"1s\"/>b <prosody rate=\"slow\"><emphasis>c</emphasis></prosody></Say></Response>",
    "<Response><Dial>+16505550100</Dial></Response>",
    "<Response><Gather timeout=\"auto\" input=\"dtmf speech\"/></Response>",
    "<Response><Gather finishOnKey=\"\"/></Response>",
    "<Response><Enqueue>support</Enqueue></Response>",
    "<Response><Enqueue workflowSid=\"WW00000000000000000000000000000001\"><TaskAttributes>{\"a\":1}</TaskAttributes></Enqueue></Response>",
    "<Response><Enqueue workflowSid=\"WW00000000000000000000000000000001\"><Task/></Enqueue></Response>",
    "<Response><Dial><Queue reservationSid=\"WR00000000000000000000000000000001\" postWorkActivitySid=\"WA00000000000000000000000000000001\"/></Dial></Response>",
    "<Response><Dial><Client><Identity>dave</Identity><Parameter name=\"a\" value=\"b\"/></Client><Sip>sip:a@b.example</Sip></Dial></Response>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autoptr(TrsTwiml) document = parse (documents[i]);

      g_assert_cmpuint (trs_twiml_get_warnings (document)->len, ==, 0);
    }
}

static void
test_say_flattens_speech_markup (void)
{
  g_autoptr(TrsTwiml) document = parse ("<Response><Say> a<break time=\"1s\"/>b <s>c</s> </Say></Response>");

  g_assert_cmpstr (trs_twiml_element_get_text (verb (document, 0)), ==, "ab c");
}

static void
test_breaks (void)
{
  static const struct
  {
    const char *speech;
    gint64 milliseconds;
  } rows[] = {
    { "a", 0 },
    { "a<break time=\"2s\"/>b", 2000 },
    { "<break time=\"300ms\"/><break time=\"1.5s\"/>", 1800 },
    { "<prosody rate=\"slow\">a <break time=\"1s\"/></prosody>", 1000 },
    { "a<break/>", 500 },
    { "a<break strength=\"none\"/>b", 0 },
    { "a<break strength=\"x-strong\"/>b", 1500 },
    { "a<break strength=\"strong\" time=\"1ms\"/>", 1 },
    { "a<break strength=\"loud\"/>", 500 },
    { "a<break time=\"1e300s\"/>", 10000 },
    { "a<break time=\"-2s\"/>", 500 },
    { "a<break time=\"nans\"/>", 500 },
    { "a<break time=\"2\"/>", 500 },
    { "a<break time=\"\"/>", 500 },
    { "a<Play><break time=\"2s\"/></Play>", 0 }, /* not allowed there */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text =
        g_strdup_printf ("<Response><Say>%s</Say></Response>", rows[i].speech);
      g_autoptr(TrsTwiml) document = parse (text);
      const TrsTwimlElement *say = trs_twiml_element_get_child (
        trs_twiml_get_response (document), TRS_TWIML_SAY);

      g_test_message ("%s", text);
      g_assert_cmpint (trs_twiml_element_get_silence (say), ==, rows[i].milliseconds * 1000);
    }
}

static void
test_warnings (void)
{
  static const struct
  {
    const char *body;
    guint code;
    guint n_verbs; /* that are left */
    const char *message;
  } cases[] = {
    { "<say>hello</say>", 12200, 0, "Invalid content was found starting with element 'say'. One of '{Dial, Enqueue" },
    { "<Foo><Say>x</Say></Foo><Hangup/>", 12200, 1, "starting with element 'Foo'" },
    { "<Say voise=\"alice\">x</Say>", 12200, 1, "Attribute 'voise' is not allowed to appear in element 'Say'." },
    { "<Dial statusCallbackEvent=\"x\">1</Dial>", 12200, 1, "Attribute 'statusCallbackEvent' is not allowed to appear in element 'Dial'." },
    { "<Gather numDigits=\"0\"/>", 12200, 1, "The value '0' of attribute 'numDigits' on element 'Gather' is not valid with respect to its type, 'positiveInteger'." },
    { "<Gather numDigits=\"1.5\"/>", 12200, 1, "'1.5'" },
    { "<Gather timeout=\"-1\"/>", 12200, 1, "'-1'" },
    { "<Gather timeout=\"99999999999999999999\"/>", 12200, 1, "timeout" },
    { "<Gather finishOnKey=\"x\"/>", 12200, 1, "finishOnKeyType" },
    { "<Gather input=\"voice\"/>", 12200, 1, "enumeration" },
    { "<Gather input=\"\"/>", 12200, 1, "enumeration" },
    { "<Gather method=\"DELETE\"/>", 12200, 1, "httpMethodType" },
    { "<Gather actionOnEmptyResult=\"yes\"/>", 12200, 1, "boolean" },
    { "<Gather><Dial>1</Dial></Gather>", 12200, 1, "One of '{Pause, Play, Say}'" },
    { "<Reject reason=\"bored\"/>", 12200, 1, "bored" },
    { "<Hangup><Say>x</Say></Hangup>", 12200, 1, "must have no element children, but 'Say'" },
    { "some words", 12200, 0, "must have no character [children]" },
    { "<Pay/><Say>x</Say>", 0, 1, "<Pay> is not run by the sandbox." },
    { "<Stream name=\"x\"/>", 12200, 0, "'Stream'" },
    { "<Enqueue workflowSid=\"WW1\"/>", 14220, 1, "workflowSid" },
    { "<Enqueue workflowSid=\"WQ00000000000000000000000000000001\"/>", 14220, 1, "sidType" },
    { "<Enqueue><Task>{</Task></Enqueue>", 14221, 1, "not a JSON object" },
    { "<Enqueue><Task>[1]</Task></Enqueue>", 14221, 1, "not a JSON object" },
    { "<Enqueue><Task priority=\"high\">{}</Task></Enqueue>", 12200, 1, "high" },
    { "<Dial><Queue reservationSid=\"WR\"/></Dial>", 14215, 1, "reservationSid" },
    { "<Dial><Queue reservationSid=\"WR00000000000000000000000000000001\" postWorkActivitySid=\"x\"/></Dial>", 14216, 1, "postWorkActivitySid" },
    { "<Dial><Conference maxParticipants=\"1\">a</Conference></Dial>", 12200, 1, "maxParticipants" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf (RESPONSE ("\n  %s"), cases[i].body);
      g_autoptr(TrsTwiml) document = parse (text);
      GPtrArray *warnings = trs_twiml_get_warnings (document);
      const TrsTwimlWarning *warning;

      g_test_message ("%s", cases[i].body);
      g_assert_cmpuint (warnings->len, ==, 1);
      warning = g_ptr_array_index (warnings, 0);
      g_assert_cmpuint (warning->code, ==, cases[i].code);
      g_assert_cmpuint (warning->line, ==, 3);
      if (strstr (warning->message, cases[i].message) == NULL)
        g_error ("%s is not in %s", cases[i].message, warning->message);
      g_assert_cmpuint (trs_twiml_element_get_children (trs_twiml_get_response (document))->len, ==, cases[i].n_verbs);
    }
}

static void
test_warnings_are_capped (void)
{
  g_autoptr(GString) text = g_string_new ("<Response>");
  g_autoptr(TrsTwiml) document = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append (text, "<Oops/>");
  g_string_append (text, "</Response>");
  document = parse (text->str);
  g_assert_cmpuint (trs_twiml_get_warnings (document)->len, ==, TRS_TWIML_MAX_WARNINGS);
}

static void
test_bad_value_is_as_if_absent (void)
{
  g_autoptr(TrsTwiml) document = parse ("<Response><Gather timeout=\"x\" action=\"/a\"/></Response>");

  g_assert_cmpint (trs_twiml_element_get_int (verb (document, 0), "timeout"), ==, 5);
  g_assert_null (trs_twiml_element_get_problem (verb (document, 0), NULL));
}

static void
test_errors (void)
{
  static const struct
  {
    const char *text;
    int code;
    const char *message;
  } cases[] = {
    { "", 12100, "empty" },
    { "   \n ", 12100, "Error on line" },
    { "hello", 12100, "Error on line 1, column 1 of the document" },
    { "<Response>", 12100, "Error on line 1" },
    { "<Response>\n<Say>x</Play>\n</Response>", 12100, "Error on line 2, column" },
    { "<Response><Say>a & b</Say></Response>", 12100, "Error on line 1" },
    { "<Response><Say loop=2>a</Say></Response>", 12100, "Error on line 1" },
    { "<Response><Say loop=\"1\" loop=\"2\">a</Say></Response>", 12100, "already specified" },
    { "<Response/><Response/>", 12100, "following the root element" },
    { "<Response/>tail", 12100, "Error on line 1" },
    { "\n<?xml version=\"1.0\"?><Response/>", 12100, "must be the first thing" },
    { "<?xml version=\"1.0\"?><Response><?xml version=\"1.0\"?></Response>", 12100, "must be the first thing" },
    { "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><Response><Say>caf\xC3\xA9</Say></Response>", 12100, "UTF-8" },
    { "<Response><Say>caf\xE9</Say></Response>", 12100, "UTF-8" },
    { "<!DOCTYPE a [<!\xFFNTITY x \"y\">]><Response><Say>&x;</Say></Response>", 12100, "UTF-8" },
    { "<Response><Say>\x01</Say></Response>", 12100, "invalid XML character" },
    { "<Response><Say>&#0;</Say></Response>", 12100, "Error on line 1" },
    { "<Response><Say>&nbsp;</Say></Response>", 12100, "Error on line 1" },
    { "<!DOCTYPE Response><Response/>", 12100, "DOCTYPE is disallowed" },
    { "<!DOCTYPE a [<!ENTITY x \"y\">]><Response><Say>&x;</Say></Response>", 12100, "DOCTYPE is disallowed" },
    { "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><Response/>", 12100, "DOCTYPE is disallowed" },
    { "<html><body/></html>", 12102, "The root element must be <Response>" },
    { "<response/>", 12102, "The root element must be <Response>" },
    { "<!-- nothing -->", 12102, "The root element must be <Response>" },
    { "{\"a\":1}", 12100, "Error on line 1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      TrsTwiml *document;

      g_test_message ("%s", cases[i].text);
      document = trs_twiml_parse (cases[i].text, -1, &error);
      g_assert_null (document);
      g_assert_error (error, TRS_TWIML_ERROR, cases[i].code);
      g_assert_null (strchr (error->message, '\n'));
      if (strstr (error->message, cases[i].message) == NULL)
        g_error ("%s is not in %s", cases[i].message, error->message);
    }
}

static void
test_nul (void)
{
  static const char text[] = "<Response>\0</Response>";
  g_autoptr(GError) error = NULL;

  g_assert_null (trs_twiml_parse (text, sizeof text - 1, &error));
  g_assert_error (error, TRS_TWIML_ERROR, TRS_TWIML_ERROR_PARSE);
}

static void
test_huge (void)
{
  g_autofree char *blanks = g_strnfill (TRS_TWIML_MAX_BYTES, ' ');
  g_autofree char *text = g_strconcat ("<Response>", blanks, "</Response>", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (trs_twiml_parse (text, -1, &error));
  g_assert_error (error, TRS_TWIML_ERROR, TRS_TWIML_ERROR_TOO_LARGE);
}

/* As deep as bytes allow, where nesting is refused, skipped, or only text. */
static void
test_deep (void)
{
  static const char *const names[] = { "Response", "Foo", "Gather", "p" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GString) text = g_string_new ("<Response><Say>");
      g_autoptr(GError) error = NULL;

      for (guint depth = 0; depth < 4000; depth++)
        g_string_append_printf (text, "<%s>", names[i]);
      g_assert_null (trs_twiml_parse (text->str, -1, &error));
      g_assert_error (error, TRS_TWIML_ERROR, TRS_TWIML_ERROR_PARSE);
      g_assert_nonnull (strstr (error->message, "nested more than 32 deep"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/twiml/parse/verbs", test_verbs);
  g_test_add_func ("/twiml/parse/forms", test_forms);
  g_test_add_func ("/twiml/parse/problems", test_problems);
  g_test_add_func ("/twiml/parse/long-names", test_long_names_are_cut);
  g_test_add_func ("/twiml/parse/speech-markup", test_say_flattens_speech_markup);
  g_test_add_func ("/twiml/parse/breaks", test_breaks);
  g_test_add_func ("/twiml/parse/warnings", test_warnings);
  g_test_add_func ("/twiml/parse/warnings-capped", test_warnings_are_capped);
  g_test_add_func ("/twiml/parse/bad-value", test_bad_value_is_as_if_absent);
  g_test_add_func ("/twiml/parse/errors", test_errors);
  g_test_add_func ("/twiml/parse/nul", test_nul);
  g_test_add_func ("/twiml/parse/huge", test_huge);
  g_test_add_func ("/twiml/parse/deep", test_deep);

  return g_test_run ();
}
