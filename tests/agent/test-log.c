/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "tra-log.h"

#define START (G_GINT64_CONSTANT (1768471200) * G_USEC_PER_SEC)

typedef struct
{
  TrClock *clock;
  TraLog *log;
  guint n_changes;
} Fixture;

static void
changed_cb (Fixture *fixture)
{
  fixture->n_changes++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->clock = tr_clock_new_manual (START);
  fixture->log = tra_log_new (fixture->clock);
  g_signal_connect_swapped (fixture->log, "items-changed", G_CALLBACK (changed_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->log);
  g_assert_finalize_object (fixture->clock);
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->log));
}

static const char *
text_at (Fixture *fixture, guint position)
{
  g_autoptr(TraLogEntry) entry = g_list_model_get_item (G_LIST_MODEL (fixture->log), position);

  return tra_log_entry_get_text (entry);
}

static void
test_add (Fixture *fixture, gconstpointer data)
{
  g_autoptr(TraLogEntry) entry = NULL;

  tr_clock_advance (fixture->clock, 5 * G_USEC_PER_SEC);
  tra_log_add (fixture->log, TRA_LOG_OFFER, "From %s", "+16505550100");
  g_assert_cmpuint (count (fixture), ==, 1);
  g_assert_cmpuint (fixture->n_changes, ==, 1);
  entry = g_list_model_get_item (G_LIST_MODEL (fixture->log), 0);
  g_assert_cmpint (tra_log_entry_get_time (entry), ==, START + 5 * G_USEC_PER_SEC);
  g_assert_cmpint (tra_log_entry_get_kind (entry), ==, TRA_LOG_OFFER);
  g_assert_cmpstr (tra_log_entry_get_text (entry), ==, "From +16505550100");
}

static void
test_capped (Fixture *fixture, gconstpointer data)
{
  for (int i = 0; i < TRA_LOG_MAX + 3; i++)
    tra_log_add (fixture->log, TRA_LOG_NOTE, "%d", i);

  g_assert_cmpuint (count (fixture), ==, TRA_LOG_MAX);
  g_assert_cmpstr (text_at (fixture, 0), ==, "3");
  g_assert_cmpstr (text_at (fixture, TRA_LOG_MAX - 1), ==, "1002");
}

static void
test_clear (Fixture *fixture, gconstpointer data)
{
  tra_log_add (fixture->log, TRA_LOG_NOTE, "one");
  tra_log_add (fixture->log, TRA_LOG_NOTE, "two");
  tra_log_clear (fixture->log);
  g_assert_cmpuint (count (fixture), ==, 0);

  tra_log_add (fixture->log, TRA_LOG_NOTE, "three");
  tra_log_restore (fixture->log);
  g_assert_cmpuint (count (fixture), ==, 3);
  g_assert_cmpstr (text_at (fixture, 0), ==, "one");
  g_assert_cmpstr (text_at (fixture, 2), ==, "three");
  tra_log_restore (fixture->log);
  g_assert_cmpuint (count (fixture), ==, 3);
}

static void
test_restore_capped (Fixture *fixture, gconstpointer data)
{
  for (int i = 0; i < 10; i++)
    tra_log_add (fixture->log, TRA_LOG_NOTE, "old %d", i);
  tra_log_clear (fixture->log);
  for (int i = 0; i < TRA_LOG_MAX - 4; i++)
    tra_log_add (fixture->log, TRA_LOG_NOTE, "new %d", i);

  tra_log_restore (fixture->log);
  g_assert_cmpuint (count (fixture), ==, TRA_LOG_MAX);
  g_assert_cmpstr (text_at (fixture, 0), ==, "old 6");
  g_assert_cmpstr (text_at (fixture, 4), ==, "new 0");
}

static void
test_masked (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *text;
    const char *logged;
  } lines[] = {
    { "wss://x/v1/wschannels?token=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln&x=1",
      "wss://x/v1/wschannels?token=***&x=1" },
    { "got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnLV8 today", "got *** today" },
    { "Authorization: Basic QUM6c2VjcmV0", "Authorization: Basic ***" },
    { "auth token 0123456789abcdef0123456789abcdef refused", "auth token *** refused" },
    { "password = hunter2", "password = ***" },
    { "call CA0123456789abcdef0123456789abcdef", "call CA0123456789abcdef0123456789abcdef" },
    { "two\nlines\tand a \xff byte", "two lines and a \xef\xbf\xbd byte" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      tra_log_add (fixture->log, TRA_LOG_NOTE, "%s", lines[i].text);
      g_assert_cmpstr (text_at (fixture, i), ==, lines[i].logged);
    }
}

/* What comes over the wire does nothing to a terminal, nor to the lines around it. */
static void
test_strangers_text (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *text;
    const char *logged;
  } lines[] = {
    { "\033[2J\033]0;title\007gone", "[2J]0;titlegone" },
    { "\302\2332Jgone", "2Jgone" }, /* U+009B, the same in one character */
    { "back\b\b\b\bfore\177", "backfore" },
    { "\u202egnp.exe", "gnp.exe" },
    { "one\r\ntwo\u2028three", "one two three" },
    { "from \u2066+1 650 555 0100\u2069, Support", "from \u2066+1 650 555 0100\u2069, Support" },
    { "\u2066never closed", "never closed" },
    { "\u2066one \u2066two\u2069 three\u2069", "one \u2066two\u2069 three" },
    { "never opened\u2069", "never opened" },
    { "\u2067right\u2069", "right" },
  };
  g_autofree char *all = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      tra_log_add (fixture->log, TRA_LOG_ERROR, "%s", lines[i].text);
      g_assert_cmpstr (text_at (fixture, i), ==, lines[i].logged);
    }
  all = tra_log_to_text (fixture->log, NULL);
  for (const char *p = all; *p != '\0'; p = g_utf8_next_char (p))
    g_assert_true (*p == '\n' || !g_unichar_iscntrl (g_utf8_get_char (p)));
}

static void
test_long (Fixture *fixture, gconstpointer data)
{
  g_autofree char *words = g_strnfill (100000, 'x');

  tra_log_add (fixture->log, TRA_LOG_ERROR, "%s", words);
  g_assert_cmpint (g_utf8_strlen (text_at (fixture, 0), -1), ==, 501);
  g_assert_true (g_str_has_suffix (text_at (fixture, 0), "x…"));

  tra_log_add (fixture->log, TRA_LOG_ERROR, "\u2066%s\u2069 end", words);
  g_assert_true (g_str_has_suffix (text_at (fixture, 1), "x…\u2069"));
}

static void
test_text (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GListStore) some = g_list_store_new (TRA_TYPE_LOG_ENTRY);
  g_autoptr(TraLogEntry) entry = NULL;
  g_autofree char *all = NULL;
  g_autofree char *part = NULL;

  tra_log_add (fixture->log, TRA_LOG_STATUS, "one");
  tra_log_add (fixture->log, TRA_LOG_CALL, "two");
  all = tra_log_to_text (fixture->log, NULL);
  g_assert_nonnull (strstr (all, "Status: one\n"));
  g_assert_nonnull (strstr (all, "Call: two\n"));
  g_assert_true (g_str_has_prefix (all, "2026-01-1"));

  entry = g_list_model_get_item (G_LIST_MODEL (fixture->log), 1);
  g_list_store_append (some, entry);
  part = tra_log_to_text (fixture->log, G_LIST_MODEL (some));
  g_assert_null (strstr (part, "one"));
  g_assert_nonnull (strstr (part, "two"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/log/add", test_add);
  ADD ("/log/capped", test_capped);
  ADD ("/log/clear", test_clear);
  ADD ("/log/restore/capped", test_restore_capped);
  ADD ("/log/masked", test_masked);
  ADD ("/log/strangers-text", test_strangers_text);
  ADD ("/log/long", test_long);
  ADD ("/log/text", test_text);

  return g_test_run ();
}
