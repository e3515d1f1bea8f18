/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-setup-report.h"

#include "trd-setup-check.h"
#include "trd-setup-scenario.h"
#include "trd-setup-value.h"
#include "trd-text.h"

static void
set_text (JsonObject *object, const char *member, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, member, text);
  else
    json_object_set_null_member (object, member);
}

/* As tables are: for people on one line each, for programs as objects. */
static void
print_lines (GPtrArray *lines)
{
  for (guint i = 0; i < lines->len; i++)
    {
      g_autofree char *plain = trd_text_plain (g_ptr_array_index (lines, i));

      g_print ("%s\n", plain);
    }
}

/* ---- Problems ---- */

static JsonObject *
problem_to_json (TrdCentre *centre, TrdProblem *problem)
{
  TrsPlace place = trd_source_get_place (centre->source, problem->path);
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "line", place.line);
  json_object_set_int_member (object, "column", place.column);
  json_object_set_string_member (object, "field", problem->path);
  json_object_set_string_member (object, "problem", problem->complaint);
  json_object_set_boolean_member (object, "is_error", problem->is_error);
  return object;
}

static int
compare_places (gconstpointer a, gconstpointer b, gpointer user_data)
{
  TrdCentre *centre = user_data;
  TrsPlace left = trd_source_get_place (centre->source, (*(TrdProblem *const *) a)->path);
  TrsPlace right = trd_source_get_place (centre->source, (*(TrdProblem *const *) b)->path);

  if (left.line != right.line)
    return left.line < right.line ? -1 : 1;
  return left.column < right.column ? -1 : left.column > right.column;
}

/* In the order of the file. */
static void
print_problems (TrdCentre *centre, GPtrArray *problems, TrdFormat format)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);

  g_ptr_array_sort_with_data (problems, compare_places, centre);
  for (guint i = 0; i < problems->len; i++)
    {
      TrdProblem *problem = g_ptr_array_index (problems, i);

      g_ptr_array_add (lines,
                       trd_source_dup_complaint (centre->source, problem->path,
                                                 problem->complaint));
      g_ptr_array_add (rows, problem_to_json (centre, problem));
    }
  if (format == TRD_FORMAT_TABLE)
    print_lines (lines);
  else
    trd_table_print (NULL, 0, rows, format, "");
}

/**
 * trd_setup_report_problems:
 * @centre: a file's
 * @present: the live one
 *
 * Says on stderr what the service would refuse.
 *
 * Returns: %TRD_EXIT_DONE when there is nothing
 */
TrdExit
trd_setup_report_problems (TrdCentre *centre, TrdCentre *present)
{
  g_autoptr(GPtrArray) problems = trd_setup_check (centre, present);
  TrdExit code = TRD_EXIT_DONE;

  for (guint i = 0; i < problems->len; i++)
    {
      TrdProblem *problem = g_ptr_array_index (problems, i);
      g_autofree char *line =
          trd_source_dup_complaint (centre->source, problem->path, problem->complaint);

      code = trd_complain (TRD_EXIT_USAGE, "%s", line);
    }
  return code;
}

/* What was found while the file was read, from the @first-th on. */
static void
add_complaints (TrdCentre *centre, GPtrArray *problems, guint first)
{
  GPtrArray *complaints = trd_source_get_complaints (centre->source);

  for (guint i = first; complaints != NULL && i < complaints->len; i++)
    {
      TrdComplaint *one = g_ptr_array_index (complaints, i);

      trd_problem_add (problems, TRUE, one->path, "%s", one->complaint);
    }
}

/**
 * trd_setup_report_check:
 * @centre: a file's
 * @path: of the file
 * @options: how the command was called
 *
 * Prints all that is wrong with the file or makes no sense in it.
 *
 * Returns: %TRD_EXIT_REFUSED when there is anything
 */
TrdExit
trd_setup_report_check (TrdCentre *centre, const char *path, const TrdOptions *options)
{
  g_autoptr(GPtrArray) problems = trd_setup_check (centre, NULL);
  g_autoptr(GPtrArray) scenarios = NULL;
  g_autoptr(GError) error = NULL;

  add_complaints (centre, problems, 0);
  trd_setup_check_sense (centre, problems);
  if (problems->len == 0) /* tests of what is broken say nothing */
    {
      guint n_before = trd_source_count_complaints (centre->source);

      scenarios = trd_scenario_load (centre, path, &error);
      if (scenarios == NULL)
        return trd_complain_error (error);
      add_complaints (centre, problems, n_before);
    }
  print_problems (centre, problems, options->format);
  if (problems->len > 0)
    return TRD_EXIT_REFUSED;
  if (options->format == TRD_FORMAT_TABLE)
    g_print ("No problem found.\n");
  return TRD_EXIT_DONE;
}

/* ---- Tests ---- */

static void
add_outcome (TrdOutcome *outcome, GPtrArray *lines, GPtrArray *rows)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "name", outcome->scenario->name);
  json_object_set_boolean_member (object, "passed", outcome->has_passed);
  json_object_set_string_member (object, "expected", outcome->expected);
  json_object_set_string_member (object, "happened", outcome->happened);
  set_text (object, "why", outcome->why);
  g_ptr_array_add (rows, object);

  g_ptr_array_add (lines, g_strdup_printf ("%s %s", outcome->has_passed ? "ok    " : "FAILED",
                                           outcome->scenario->name));
  if (outcome->has_passed)
    return;
  g_ptr_array_add (lines, g_strdup_printf ("       expected: %s", outcome->expected));
  g_ptr_array_add (lines, g_strdup_printf ("       happened: %s", outcome->happened));
  if (outcome->why != NULL)
    g_ptr_array_add (lines, g_strdup_printf ("       why: %s", outcome->why));
}

static TrdExit
run_all (TrdCentre *centre, GPtrArray *scenarios, const TrdOptions *options)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  guint n_failed = 0;

  for (guint i = 0; i < scenarios->len; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(TrdOutcome) outcome =
          trd_scenario_run (g_ptr_array_index (scenarios, i), centre, &error);

      if (outcome == NULL)
        return trd_complain (TRD_EXIT_USAGE, "%s", error->message);
      n_failed += !outcome->has_passed;
      add_outcome (outcome, lines, rows);
    }
  g_ptr_array_add (lines,
                   g_strdup_printf ("%u of %u tests passed.", scenarios->len - n_failed,
                                    scenarios->len));
  if (options->format == TRD_FORMAT_TABLE)
    print_lines (lines);
  else if (!options->test || n_failed > 0) /* before an apply, the plan is what a program reads */
    trd_table_print (NULL, 0, rows, options->format, "");
  return n_failed == 0 ? TRD_EXIT_DONE : TRD_EXIT_REFUSED;
}

/**
 * trd_setup_report_tests:
 * @centre: a file's
 * @path: of the file
 * @options: how the command was called
 *
 * Plays the file's tests and prints what became of each.
 *
 * Returns: %TRD_EXIT_DONE when there are some, and all passed
 */
TrdExit
trd_setup_report_tests (TrdCentre *centre, const char *path, const TrdOptions *options)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) scenarios = NULL;
  TrdExit code = trd_setup_report_problems (centre, NULL);

  if (code != TRD_EXIT_DONE)
    return code;
  scenarios = trd_scenario_load (centre, path, &error);
  if (scenarios == NULL)
    return trd_complain_error (error);
  if (scenarios->len == 0)
    return trd_complain (TRD_EXIT_USAGE, "%s has no tests, and there is no file of tests beside it",
                         path);
  return run_all (centre, scenarios, options);
}
