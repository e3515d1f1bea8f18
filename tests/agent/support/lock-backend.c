/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lock-backend.h"

#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>

#define PATH "/org/example/TaskRouterAgent/"

typedef struct
{
  GSettingsBackend parent_instance;

  GHashTable *values; /* owned GVariants by path */
  char *locked;       /* owned: path */
} LockBackend;

typedef GSettingsBackendClass LockBackendClass;

GType lock_backend_get_type (void);

G_DEFINE_TYPE (LockBackend, lock_backend, G_TYPE_SETTINGS_BACKEND)

static GVariant *
read_value (GSettingsBackend *backend, const char *key, const GVariantType *type, gboolean is_default)
{
  GVariant *value = g_hash_table_lookup (((LockBackend *) backend)->values, key);

  return value != NULL && !is_default ? g_variant_ref (value) : NULL;
}

static gboolean
get_writable (GSettingsBackend *backend, const char *key)
{
  return g_strcmp0 (((LockBackend *) backend)->locked, key) != 0;
}

static gboolean
write_value (GSettingsBackend *backend, const char *key, GVariant *value, gpointer tag)
{
  if (!get_writable (backend, key))
    return FALSE;

  g_hash_table_insert (((LockBackend *) backend)->values, g_strdup (key),
                       g_variant_ref_sink (value));
  g_settings_backend_changed (backend, key, tag);
  return TRUE;
}

static void
lock_backend_finalize (GObject *object)
{
  LockBackend *self = (LockBackend *) object;

  g_hash_table_unref (self->values);
  g_free (self->locked);
  G_OBJECT_CLASS (lock_backend_parent_class)->finalize (object);
}

static void
lock_backend_class_init (LockBackendClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lock_backend_finalize;
  klass->read = read_value;
  klass->get_writable = get_writable;
  klass->write = write_value;
}

static void
lock_backend_init (LockBackend *self)
{
  self->values =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_variant_unref);
}

/* The schema is that of the build tree. */
GSettings *
lock_backend_new_settings (void)
{
  g_autoptr(GSettingsBackend) backend = g_object_new (lock_backend_get_type (), NULL);
  g_autoptr(GSettingsSchemaSource) source = NULL;
  g_autoptr(GSettingsSchema) schema = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_test_build_filename (G_TEST_BUILT, "..", "..", "data", NULL);

  source = g_settings_schema_source_new_from_directory (folder, NULL, TRUE, &error);
  g_assert_no_error (error);
  schema = g_settings_schema_source_lookup (source, APPLICATION_ID, FALSE);
  g_assert_nonnull (schema);
  return g_settings_new_full (schema, backend, NULL);
}

void
lock_backend_lock (GSettings *settings, const char *key)
{
  LockBackend *backend = NULL;
  g_autofree char *before = NULL;

  g_object_get (settings, "backend", &backend, NULL);
  before = g_steal_pointer (&backend->locked);
  backend->locked = key != NULL ? g_strconcat (PATH, key, NULL) : NULL;
  if (before != NULL)
    g_settings_backend_writable_changed (G_SETTINGS_BACKEND (backend), before);
  if (backend->locked != NULL)
    g_settings_backend_writable_changed (G_SETTINGS_BACKEND (backend), backend->locked);
  g_object_unref (backend);
}
