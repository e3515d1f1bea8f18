/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs a fuzz target over a corpus without libFuzzer, so that every build tests it: each file, what
 * is left of it when it is cut short, and it with one byte broken. */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "fuzz.h"

#define MAX_CUTS 24
#define MAX_BREAKS 40

/* A copy of its own size each time: reading past the end is an error that ASan sees. */
static void
run (const char *data, gsize size)
{
  g_autofree uint8_t *copy = g_malloc (MAX (size, 1));

  if (size > 0)
    memcpy (copy, data, size);
  LLVMFuzzerTestOneInput (copy, size);
}

static void
run_cut (const char *data, gsize size)
{
  gsize step = MAX (size / MAX_CUTS, 1);

  for (gsize length = 0; length < size; length += step)
    run (data, length);
}

static void
run_broken (const char *data, gsize size)
{
  static const char replacements[] = { '\0', '"', '<', '{', '}', '%', '9', (char) 0xFF };
  g_autofree char *broken = g_memdup2 (data, size);
  gsize step = MAX (size / MAX_BREAKS, 1);

  for (gsize i = 0; i < size; i += step)
    {
      broken[i] = replacements[(i / step) % sizeof replacements];
      run (broken, size);
      broken[i] = data[i];
    }
}

static void
test_file (gconstpointer path)
{
  g_autofree char *data = NULL;
  g_autoptr(GError) error = NULL;
  gsize size;

  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);
  run (data, size);
  run_cut (data, size);
  run_broken (data, size);
}

int
main (int argc, char **argv)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) directory = NULL;
  const char *name;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2); /* the corpus */
  directory = g_dir_open (argv[1], 0, &error);
  g_assert_no_error (error);
  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *test_name = g_strdup_printf ("/fuzz/%s", name);

      g_test_add_data_func_full (test_name, g_build_filename (argv[1], name, NULL), test_file, g_free);
    }
  return g_test_run ();
}
