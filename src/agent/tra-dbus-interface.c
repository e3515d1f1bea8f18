/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-dbus-interface.h"

#define FOLDER "/org/example/TaskRouterAgent/"

/**
 * tra_dbus_interface:
 * @name: an interface whose description is among the program's resources
 *
 * Read when it is needed first, and kept: GDBus keeps what it serves by its address.
 *
 * Returns: (transfer none): its description
 */
GDBusInterfaceInfo *
tra_dbus_interface (const char *name)
{
  static GHashTable *known; /* by name; for the life of the program */
  g_autofree char *path = g_strconcat (FOLDER, name, ".xml", NULL);
  g_autoptr(GDBusNodeInfo) node = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  GDBusInterfaceInfo *info;

  if (known == NULL)
    known = g_hash_table_new (g_str_hash, g_str_equal);
  info = g_hash_table_lookup (known, name);
  if (info != NULL)
    return info;

  bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  g_assert_no_error (error);
  node = g_dbus_node_info_new_for_xml (g_bytes_get_data (bytes, NULL), &error);
  g_assert_no_error (error);
  info = g_dbus_interface_info_ref (g_dbus_node_info_lookup_interface (node, name));
  g_hash_table_insert (known, info->name, info);
  return info;
}
