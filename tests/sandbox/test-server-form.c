/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "http/trs-form.h"

#include <string.h>

#include "http/trs-refusal.h"
#include "resource/trs-instruction-check.h"
#include "test-data.h"

static TrsForm *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  TrsForm *form = trs_form_new_urlencoded (text, strlen (text), &error);

  g_assert_no_error (error);
  return form;
}

static void
test_urlencoded (void)
{
  g_autoptr(TrsForm) form = parse ("Name=a+b%26c&Empty=&Bare&&Text=%C3%A9%0A");

  g_assert_cmpstr (trs_form_get (form, "Name"), ==, "a b&c");
  g_assert_cmpstr (trs_form_get (form, "Text"), ==, "é\n");
  g_assert_cmpstr (trs_form_get (form, "Empty"), ==, "");
  g_assert_cmpstr (trs_form_get (form, "Bare"), ==, "");
  g_assert_null (trs_form_get_filled (form, "Empty"));
  g_assert_true (trs_form_has (form, "Bare"));
  g_assert_null (trs_form_get (form, "name"));
}

static void
test_repeated (void)
{
  g_autoptr(TrsForm) form = parse ("Event=start&Other=1&Event=end");
  const char *const *values = trs_form_get_all (form, "Event");

  g_assert_cmpstr (values[0], ==, "start");
  g_assert_cmpstr (values[1], ==, "end");
  g_assert_null (values[2]);
  g_assert_cmpstr (trs_form_get (form, "Event"), ==, "start");
}

static void
test_garbage (void)
{
  const char *texts[] = { "a=%", "a=%4", "a=%zz", "a=%00", "%00=a", "a=%FF", "a=%C3", "\xff=a" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (trs_form_new_urlencoded (texts[i], strlen (texts[i]), &error));
      g_assert_error (error, TRS_REFUSAL, 20001);
    }
}

static void
test_nul (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (trs_form_new_urlencoded ("a=b\0c", 5, &error));
  g_assert_error (error, TRS_REFUSAL, 20001);
}

static void
test_from_json (void)
{
  g_autoptr(JsonNode) node =
    test_json ("{\"Text\":\"x\",\"Flag\":true,\"Number\":12,\"Null\":null,\"List\":[\"a\",\"b\"],"
               "\"Attributes\":{\"name\":\"dave\",\"skills\":[\"support\"]}}");
  g_autoptr(TrsForm) form = trs_form_new_json (json_node_get_object (node));

  g_assert_cmpstr (trs_form_get (form, "Text"), ==, "x");
  g_assert_cmpstr (trs_form_get (form, "Flag"), ==, "true");
  g_assert_cmpstr (trs_form_get (form, "Number"), ==, "12");
  g_assert_false (trs_form_has (form, "Null"));
  g_assert_cmpstr (trs_form_get_all (form, "List")[1], ==, "b");
  g_assert_cmpstr (trs_form_get (form, "Attributes"), ==,
                   "{\"name\":\"dave\",\"skills\":[\"support\"]}");
}

static void
test_booleans (void)
{
  g_autoptr(TrsForm) form = parse ("a=true&b=1&c=YES&d=false&e=on&f=");
  gboolean storage = FALSE;

  g_assert_true (trs_form_get_bool (form, "a", FALSE));
  g_assert_true (trs_form_get_bool (form, "b", FALSE));
  g_assert_true (trs_form_get_bool (form, "c", FALSE));
  g_assert_false (trs_form_get_bool (form, "d", TRUE));
  g_assert_false (trs_form_get_bool (form, "e", TRUE));
  g_assert_true (trs_form_get_bool (form, "f", TRUE));
  g_assert_null (trs_form_read_bool (form, "f", &storage));
  g_assert_true (trs_form_read_bool (form, "a", &storage) == &storage && storage);
}

static void
test_numbers (void)
{
  g_autoptr(TrsForm) form = parse ("a=5&b=five&c=5x&d=99999999999999999999&e=-1&f=");
  const char *bad[] = { "b", "c", "d", "e" };
  gint64 value = 0;
  int storage = 0;
  const int *pointer = NULL;

  g_assert_true (trs_form_get_int (form, "a", 0, 10, 7, &value, NULL));
  g_assert_cmpint (value, ==, 5);
  g_assert_true (trs_form_get_int (form, "f", 0, 10, 7, &value, NULL));
  g_assert_cmpint (value, ==, 7);
  g_assert_true (trs_form_read_int (form, "none", 0, 10, &storage, &pointer, NULL));
  g_assert_null (pointer);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (trs_form_get_int (form, bad[i], 0, 10, 7, &value, &error));
      g_assert_error (error, TRS_REFUSAL, 20001);
      g_assert_true (g_str_has_prefix (error->message, bad[i]));
    }
}

static void
test_expect (void)
{
  g_autoptr(TrsForm) form = parse ("Name=x&Empty=");
  g_autoptr(GError) error = NULL;
  const char *value = NULL;

  g_assert_true (trs_form_expect (form, "Name", &value, NULL));
  g_assert_cmpstr (value, ==, "x");
  g_assert_false (trs_form_expect (form, "Empty", &value, &error));
  g_assert_error (error, TRS_REFUSAL, 20001);
  g_assert_cmpuint (trs_refusal_get_status (error), ==, 400);
}

/* What is misspelt would be a callback that never comes. */
static void
test_instruction_words (void)
{
  static const struct
  {
    const char *instruction;
    const char *query;
    gboolean is_good;
  } cases[] = {
    { "conference", "StatusCallbackEvent=zz", FALSE },
    { "conference", "StatusCallbackEvent=ringing&StatusCallbackEvent=zz", FALSE },
    { "conference", "StatusCallbackEvent=initiated&StatusCallbackEvent=completed", TRUE },
    { "conference", "StatusCallbackEvent=initiated,ringing%20answered", TRUE },
    { "conference", "StatusCallbackEvent=", TRUE },
    { "conference", "ConferenceStatusCallbackEvent=hang", FALSE },
    { "conference", "ConferenceStatusCallbackEvent=start&ConferenceStatusCallbackEvent=hold", TRUE },
    { "conference", "StatusCallbackMethod=PUT", FALSE },
    { "conference", "WaitMethod=PUT", FALSE },
    { "conference", "WaitMethod=GET&WaitUrl=http%3A%2F%2Flocalhost%2Fwait", TRUE },
    { "conference", "WaitUrl=notaurl", FALSE },
    { "conference", "StatusCallback=http%3A%2F%2F", FALSE },
    { "conference", "StatusCallback=ftp%3A%2F%2Fx%2F", FALSE },
    { "conference", "StatusCallback=https%3A%2F%2Fx%3A8080%2Fa%3Fb%3Dc", TRUE },
    { "conference", "ConferenceRecord=zz", FALSE },
    { "conference", "ConferenceRecord=record-from-start", TRUE },
    { "conference", "ConferenceTrim=zz", FALSE },
    { "conference", "RecordingChannels=tri", FALSE },
    { "conference", "Region=mars", FALSE },
    { "conference", "JitterBufferSize=xl", FALSE },
    { "conference", "Beep=loud", FALSE },
    { "conference", "Beep=onEnter&Region=ie1&JitterBufferSize=off&RecordingChannels=dual", TRUE },
    { "conference", "DequeueRecord=zz", TRUE },
    { "dequeue", "DequeueRecord=zz", FALSE },
    { "dequeue", "DequeueRecord=record-from-answer", TRUE },
    { "dequeue", "DequeueStatusCallbackEvent=zz", FALSE },
    { "dequeue", "DequeueStatusCallbackUrl=x", FALSE },
    { "call", "CallUrl=x", FALSE },
    { "redirect", "RedirectUrl=x", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(TrsForm) form = parse (cases[i].query);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s: %s", cases[i].instruction, cases[i].query);
      g_assert_cmpint (trs_instruction_check (form, cases[i].instruction, &error), ==,
                       cases[i].is_good);
      if (!cases[i].is_good)
        g_assert_error (error, TRS_REFUSAL, 20001);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/urlencoded", test_urlencoded);
  g_test_add_func ("/form/repeated", test_repeated);
  g_test_add_func ("/form/garbage", test_garbage);
  g_test_add_func ("/form/nul", test_nul);
  g_test_add_func ("/form/json", test_from_json);
  g_test_add_func ("/form/booleans", test_booleans);
  g_test_add_func ("/form/numbers", test_numbers);
  g_test_add_func ("/form/expect", test_expect);
  g_test_add_func ("/form/instruction-words", test_instruction_words);
  return g_test_run ();
}
