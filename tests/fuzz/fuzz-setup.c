/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>

#include "fuzz.h"
#include "trd-setup-check.h"
#include "trd-setup-plan.h"
#include "trd-setup-scenario.h"
#include "trd-setup-value.h"
#include "trd-setup-yaml.h"

static void
check_place (const GError *error, size_t size)
{
  guint line = 0, column = 0;

  g_assert (sscanf (error->message, "%*[^:]:%u:%u: ", &line, &column) == 2);
  g_assert (line >= 1 && column >= 1 && line + column <= size + 3);
}

/* What was read can be written, and read again as the same. */
static void
check_writer (JsonObject *root)
{
  g_autoptr(JsonNode) node = trd_value_new_object (root);
  g_autofree char *text = trd_yaml_write (node);
  g_autoptr(GError) error = NULL;
  g_autoptr(TrdSource) again = trd_source_new ("again.yaml", text, strlen (text), &error);
  g_autoptr(JsonNode) other = NULL;

  g_assert_no_error (error);
  other = trd_value_new_object (trd_source_get_root (again));
  g_assert (trd_value_equals (node, other));
}

static void
play (TrdCentre *centre)
{
  g_autoptr(GPtrArray) scenarios = trd_scenario_load (centre, "/nonexistent/centre.yaml", NULL);

  for (guint i = 0; scenarios != NULL && i < scenarios->len; i++)
    {
      g_autoptr(TrdOutcome) outcome = trd_scenario_run (g_ptr_array_index (scenarios, i), centre, NULL);
    }
}

static void
look (TrdCentre *centre)
{
  g_autoptr(TrdCentre) nothing = trd_centre_new ();
  g_autoptr(TrdPlan) plan = trd_plan_new (centre, nothing, NULL);
  g_autoptr(JsonNode) json = trd_plan_to_json (plan);
  g_autofree char *text = trd_plan_to_text (plan);
  g_autoptr(GPtrArray) problems = trd_setup_check (centre, NULL);

  g_assert (g_utf8_validate (text, -1, NULL));
  if (problems->len > 0)
    return;
  trd_setup_check_sense (centre, problems);
  play (centre);
}

/* A centre's file, of YAML or (when it begins so) of JSON: planned, checked and played, or refused with
 * a place that is in it. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const char *name = size > 0 && data[0] == '{' ? "s.json" : "s.yaml";
  g_autoptr(GError) error = NULL;
  TrdSource *source = trd_source_new (name, size > 0 ? (const char *) data : "", size, &error);
  g_autoptr(TrdCentre) centre = NULL;

  if (source != NULL)
    {
      check_writer (trd_source_get_root (source));
      centre = trd_centre_load_source (source, &error);
    }
  if (centre != NULL)
    look (centre);
  else
    check_place (error, size);
  return 0;
}
