/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-setup-check.h"
#include "trd-setup-scenario.h"

/* For setup-schema.py, which has hundreds of files: reads each as setup does, in one process, and prints
 * what is wrong with it, or "good". */

static char *
read_centre (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TrdCentre) centre = trd_centre_load_file (path, &error);
  g_autoptr(GPtrArray) scenarios = NULL;
  g_autoptr(GPtrArray) problems = NULL;

  if (centre == NULL)
    return g_strdup (error->message);
  problems = trd_setup_check (centre, NULL);
  if (problems->len > 0)
    {
      const TrdProblem *problem = g_ptr_array_index (problems, 0);

      return trd_source_dup_complaint (centre->source, problem->path, problem->complaint);
    }
  scenarios = trd_scenario_load (centre, path, &error);
  return g_strdup (scenarios != NULL ? "good" : error->message);
}

int
main (int argc, char **argv)
{
  for (int i = 1; i < argc; i++)
    {
      g_autofree char *said = read_centre (argv[i]);

      g_print ("%s\n", said);
    }
  return 0;
}
