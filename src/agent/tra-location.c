/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-location.h"

/**
 * tra_location_dup_beside_program:
 * @relative: a path, seen from the folder of the running program
 *
 * What belongs to this very build is found from the program's own place, so that it runs straight
 * from the build tree, with nothing installed and no environment set.
 *
 * Returns: (transfer full) (nullable): the path, if something is there
 */
char *
tra_location_dup_beside_program (const char *relative)
{
  g_autofree char *program = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (relative != NULL, NULL);

  program = g_file_read_link ("/proc/self/exe", NULL);
  if (program == NULL)
    return NULL;

  folder = g_path_get_dirname (program);
  path = g_build_filename (folder, relative, NULL);
  return g_file_test (path, G_FILE_TEST_EXISTS) ? g_steal_pointer (&path) : NULL;
}
