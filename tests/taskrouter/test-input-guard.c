/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-input-guard.h"

#define MIB (1024 * 1024)

static gssize
read_some (TrInputGuard *guard, gsize count, GError **error)
{
  static char buffer[4096];

  return g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (guard), buffer, count,
                                                   NULL, error);
}

/* What one turn of the main loop reads, as libsoup does: until there is nothing for now. */
static gsize
read_turn (TrInputGuard *guard, GError **error)
{
  gsize total = 0;
  gssize n;

  while ((n = read_some (guard, 1024, error)) > 0)
    total += (gsize) n;
  if (n < 0 && g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    g_clear_error (error);
  return total;
}

static TrInputGuard *
new_guard (gsize length, gsize max_message)
{
  g_autoptr(GInputStream) base = g_memory_input_stream_new_from_data (g_malloc0 (length),
                                                                      (gssize) length, g_free);

  return tr_input_guard_new (base, max_message);
}

static gboolean
ready_cb (GObject *stream, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* A turn ends though more is there, and the next one begins by itself. */
static void
test_reads_in_turns (void)
{
  g_autoptr(TrInputGuard) guard = new_guard (4 * MIB, MIB);
  GPollableInputStream *stream = G_POLLABLE_INPUT_STREAM (guard);
  g_autoptr(GSource) source = NULL;
  g_autoptr(GError) error = NULL;
  gboolean is_ready = FALSE;
  gsize total = 0, turn;

  while ((turn = read_turn (guard, &error)) > 0)
    {
      g_assert_no_error (error);
      g_assert_cmpuint (turn, <=, MIB / 2);
      g_assert_true (g_pollable_input_stream_is_readable (stream));
      total += turn;
      tr_input_guard_message_ended (guard);
    }
  g_assert_cmpuint (total, ==, 4 * MIB);

  g_clear_object (&guard);
  guard = new_guard (MIB, MIB);
  stream = G_POLLABLE_INPUT_STREAM (guard);
  read_turn (guard, &error);
  source = g_pollable_input_stream_create_source (stream, NULL);
  g_source_set_callback (source, G_SOURCE_FUNC (ready_cb), &is_ready, NULL);
  g_source_attach (source, NULL);
  while (!is_ready)
    g_main_context_iteration (NULL, TRUE);
  g_source_destroy (source);
}

static void
test_refuses_a_message_without_an_end (void)
{
  g_autoptr(TrInputGuard) guard = new_guard (16 * MIB, MIB);
  g_autoptr(GError) error = NULL;
  gsize total = 0;

  while (error == NULL && total < 16 * MIB)
    total += read_turn (guard, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
  g_assert_cmpuint (total, >=, MIB);
  g_assert_cmpuint (total, <=, 2 * MIB);
}

static void
test_insert (void)
{
  g_autoptr(GInputStream) base = g_memory_input_stream_new ();
  g_autoptr(GInputStream) filter = g_object_new (G_TYPE_BUFFERED_INPUT_STREAM, "base-stream", base,
                                                 NULL);
  g_autoptr(GOutputStream) output = g_memory_output_stream_new_resizable ();
  g_autoptr(GIOStream) plain = g_simple_io_stream_new (base, output);
  g_autoptr(GIOStream) filtered = g_simple_io_stream_new (filter, output);
  g_autoptr(TrInputGuard) guard = tr_input_guard_insert (filtered, MIB);

  g_assert_null (tr_input_guard_insert (plain, MIB));
  g_assert_true (g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (filter)) ==
                 G_INPUT_STREAM (guard));
  g_assert_true (g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (guard)) == base);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/input-guard/turns", test_reads_in_turns);
  g_test_add_func ("/input-guard/endless", test_refuses_a_message_without_an_end);
  g_test_add_func ("/input-guard/insert", test_insert);
  return g_test_run ();
}
