/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-settings.h"

#include "tra-location.h"

/* A program of the build tree takes that tree's schema, before any that an older version left on
 * the system: a missing key would end the process. */
static GSettingsSchema *
find_schema (void)
{
  g_autofree char *compiled = tra_location_dup_beside_program ("../../data/gschemas.compiled");
  g_autoptr(GSettingsSchemaSource) source = NULL;
  GSettingsSchemaSource *system = g_settings_schema_source_get_default ();

  if (compiled != NULL)
    {
      g_autofree char *folder = g_path_get_dirname (compiled);
      g_autoptr(GError) error = NULL;

      source = g_settings_schema_source_new_from_directory (folder, system, TRUE, &error);
      if (source == NULL)
        g_info ("%s: %s", folder, error->message);
    }
  if (source == NULL && system != NULL)
    source = g_settings_schema_source_ref (system);

  return source != NULL ? g_settings_schema_source_lookup (source, APPLICATION_ID, TRUE) : NULL;
}

/**
 * tra_settings_new:
 * @error: set when no schema is found: neither built beside the program nor installed
 *
 * Returns: (transfer full) (nullable): the agent's settings
 */
GSettings *
tra_settings_new (GError **error)
{
  g_autoptr(GSettingsSchema) schema = find_schema ();

  if (schema == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           "The settings schema " APPLICATION_ID " is not installed");
      return NULL;
    }

  return g_settings_new_full (schema, NULL, NULL);
}
