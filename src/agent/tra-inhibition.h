/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _TraInhibition TraInhibition;

TraInhibition *tra_inhibition_new (GDBusConnection *bus,
                                   GtkApplicationInhibitFlags flags,
                                   const char *reason);
void tra_inhibition_free (TraInhibition *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TraInhibition, tra_inhibition_free)

G_END_DECLS
