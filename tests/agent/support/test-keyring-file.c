/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "test-keyring-file.h"

#include <glib/gstdio.h>
#include <stdlib.h>

static char *folder;

static void
remove_folder (void)
{
  g_autofree char *path = g_build_filename (folder, "keyring", NULL);

  g_unlink (path);
  g_rmdir (folder);
  g_clear_pointer (&folder, g_free);
}

/* libsecret reads these once in a process, so the file cannot be one for each test. */
void
test_keyring_use_file (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;

  if (folder != NULL)
    return;

  folder = g_dir_make_tmp ("keyring-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (folder, "keyring", NULL);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  atexit (remove_folder);
}
