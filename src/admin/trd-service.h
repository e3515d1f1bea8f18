/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-client.h"

#include "trd-keyring.h"

G_BEGIN_DECLS

/**
 * TrdService:
 *
 * The account that a command works on, asked one thing after the other: a command has nothing to do
 * while it waits. Its functions tell what failed and give NULL or FALSE.
 */
typedef struct _TrdService TrdService;

/* The profile of who does not say another one. */
#define TRD_DEFAULT_PROFILE "default"

TrdService *trd_service_new (const char *profile, const char *workspace, GError **error);
TrdService *trd_service_new_for_profile (const TrdProfile *profile,
                                         const char *workspace,
                                         GError **error);
void trd_service_free (TrdService *self);
void trd_service_set_quiet (TrdService *self, gboolean is_quiet);
void trd_service_set_cancellable (TrdService *self, GCancellable *cancellable);
TrClient *trd_service_get_client (TrdService *self);
const char *trd_service_get_workspace (TrdService *self, GError **error);

/* Lists: of JsonObjects, members as the service sends them. @limit 0: all. */
JsonObject *trd_service_request_by_sid (TrdService *self,
                                        TrService service,
                                        const char *method,
                                        const char *what,
                                        const char *path,
                                        const char *sid,
                                        const char *const *form,
                                        GError **error);
GPtrArray *trd_service_list (TrdService *self,
                             TrService service,
                             const char *path,
                             const char *const *query,
                             guint limit,
                             GError **error);
GPtrArray *trd_service_list_workspace (TrdService *self,
                                       const char *path, /* below the workspace: "Workers" */
                                       const char *const *query,
                                       guint limit,
                                       GError **error);
JsonObject *trd_service_request (TrdService *self,
                                 TrService service,
                                 const char *method,
                                 const char *path,
                                 const char *const *form,
                                 GError **error);
JsonObject *trd_service_request_workspace (TrdService *self,
                                           const char *method,
                                           const char *path,
                                           const char *const *form,
                                           GError **error);
gboolean trd_service_delete_workspace (TrdService *self, const char *path, GError **error);
gboolean trd_service_end_conference (TrdService *self, const char *sid, GError **error);

/* One of @things by SID or name. Two of a name are told. */
JsonObject *trd_find (GPtrArray *things, const char *name_or_sid, const char *what, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrdService, trd_service_free)

G_END_DECLS
