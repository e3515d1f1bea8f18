/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-board.h"
#include "trd-text.h"

#include <string.h>

static GPtrArray *
parse (const char *json)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  g_autoptr(JsonNode) node = json_from_string (json, NULL);
  JsonArray *array = json_node_get_array (node);

  for (guint i = 0; i < json_array_get_length (array); i++)
    g_ptr_array_add (rows, json_object_ref (json_array_get_object_element (array, i)));
  return rows;
}

static TrdBoard *
make_board (void)
{
  TrdBoard *board = trd_board_new ("writers");
  g_autoptr(GPtrArray) queues = parse ("[{\"sid\":\"WQ1\",\"friendly_name\":\"Support\"},"
                                       " {\"sid\":\"WQ2\",\"friendly_name\":\"Sales\"}]");
  g_autoptr(GPtrArray) tasks = parse (
      "[{\"sid\":\"WT1\",\"task_queue_sid\":\"WQ1\",\"task_queue_friendly_name\":\"Support\","
      "  \"assignment_status\":\"pending\",\"age\":50,\"from\":\"+1650\"},"
      " {\"sid\":\"WT2\",\"task_queue_sid\":\"WQ1\",\"task_queue_friendly_name\":\"Support\","
      "  \"assignment_status\":\"assigned\",\"age\":500}]");
  g_autoptr(GPtrArray) workers = parse (
      "[{\"friendly_name\":\"dave\",\"activity_name\":\"Available\",\"available\":true,"
      "  \"in_activity_seconds\":7},"
      " {\"friendly_name\":\"su\\u001b[2Jsan\\u202e\",\"activity_name\":\"Off\\nline\","
      "  \"in_activity_seconds\":8000}]");

  trd_board_set_queues (board, queues);
  trd_board_set_tasks (board, tasks, 100);
  trd_board_set_workers (board, workers, 100);
  return board;
}

static void
test_counts_on (void)
{
  g_autoptr(TrdBoard) board = make_board ();
  g_autofree char *summary = trd_board_to_summary (board, 110);
  g_autofree char *text = trd_board_to_text (board, 115, 80, 40);

  g_assert_cmpstr (summary, ==, "writers: 1 waiting (longest 1m 00s), 0 offered, 1 worked on, 0 in "
                                "wrap-up; 1 of 2 workers available");
  g_assert_nonnull (strstr (text, "Support        1        0          1        0   1m 05s\n"));
  g_assert_nonnull (strstr (text, "Sales          0        0          0        0       0s\n"));
  g_assert_nonnull (strstr (text, "Support  pending   1m 05s  +1650  WT1\n"));
  g_assert_nonnull (strstr (text, "Available     22s\n"));
}

static void
test_strangers_text_is_plain (void)
{
  g_autoptr(TrdBoard) board = make_board ();
  g_autofree char *text = NULL;

  trd_board_add_event (board, "evil \033]0;title\a \xc2\x9b" "2J");
  trd_board_set_trouble (board, "evil \033[2J\r\n");
  text = trd_board_to_text (board, 100, 200, 40);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    g_assert_true (*p == '\n' || !g_unichar_iscntrl (g_utf8_get_char (p)));
  g_assert_null (strstr (text, "\xe2\x80\xae"));
}

static void
test_fits_any_screen (void)
{
  static const guint sizes[][2] = { { 80, 24 }, { 200, 60 }, { 20, 10 }, { 5, 3 }, { 1, 1 }, { 80, 5 } };
  g_autoptr(TrdBoard) board = make_board ();

  for (guint i = 0; i < 60; i++)
    trd_board_add_event (board, "an event that is told in rather many words, wider than narrow screens");
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *text = trd_board_to_text (board, 100, sizes[i][0], sizes[i][1]);
      g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

      g_assert_cmpuint (g_strv_length (lines), <=, sizes[i][1]);
      for (guint line = 0; lines[line] != NULL; line++)
        g_assert_cmpuint (trd_text_width (lines[line]), <=, sizes[i][0]);
    }
}

static void
test_tells_what_is_left_out (void)
{
  g_autoptr(TrdBoard) board = make_board ();
  g_autoptr(GString) json = g_string_new ("[");
  g_autoptr(GPtrArray) workers = NULL;
  g_autofree char *text = NULL;

  for (int i = 0; i < 1000; i++)
    g_string_append_printf (json, "%s{\"friendly_name\":\"w%d\"}", i > 0 ? "," : "", i);
  g_string_append (json, "]");
  workers = parse (json->str);
  trd_board_set_workers (board, workers, 100);
  text = trd_board_to_text (board, 100, 80, 34); /* a third is 10: titles, 7 workers, and how many more */
  g_assert_nonnull (strstr (text, "w6 "));
  g_assert_null (strstr (text, "w7 "));
  g_assert_nonnull (strstr (text, "… and 993 more\n"));
}

static void
test_counts_only_what_runs (void)
{
  g_autoptr(TrdBoard) board = make_board ();
  g_autoptr(GPtrArray) none = parse ("[]");
  g_autoptr(GPtrArray) settled = parse ("[{\"friendly_name\":\"dave\",\"in_activity_seconds\":3600}]");

  g_assert_true (trd_board_is_counting (board));
  trd_board_set_tasks (board, none, 100);
  g_assert_true (trd_board_is_counting (board));
  trd_board_set_workers (board, settled, 100);
  g_assert_false (trd_board_is_counting (board));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/board/counts-on", test_counts_on);
  g_test_add_func ("/board/plain", test_strangers_text_is_plain);
  g_test_add_func ("/board/fits", test_fits_any_screen);
  g_test_add_func ("/board/left-out", test_tells_what_is_left_out);
  g_test_add_func ("/board/counting", test_counts_only_what_runs);
  return g_test_run ();
}
