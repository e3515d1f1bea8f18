/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trd-service.h"
#include "trd-setup-entry.h"

G_BEGIN_DECLS

/* The kinds of things that make a centre, in the order in which they come to be: what is named by
 * another comes before it. */
typedef enum
{
  TRD_SETUP_ACTIVITY,
  TRD_SETUP_WORKSPACE, /* its settings name activities */
  TRD_SETUP_CHANNEL,
  TRD_SETUP_QUEUE,
  TRD_SETUP_WORKFLOW,
  TRD_SETUP_WORKER,
  TRD_SETUP_FLOW,
  TRD_SETUP_NUMBER,
  TRD_SETUP_N_KINDS,
} TrdSetupKind;

typedef enum
{
  TRD_FIELD_TEXT,
  TRD_FIELD_FLAG,
  TRD_FIELD_NUMBER,
  TRD_FIELD_WORD,
  TRD_FIELD_OBJECT,   /* the service has it as JSON text */
  TRD_FIELD_ACTIVITY, /* a name; the service has a SID */
  TRD_FIELD_ROUTING,  /* of workflows: filters and default_queue */
  TRD_FIELD_CHANNELS, /* of workers: requests of their own */
  TRD_FIELD_FLOW,     /* a Studio definition that names workflows */
  TRD_FIELD_ANSWER,   /* of numbers: the flow's name */
} TrdFieldType;

typedef struct
{
  const char *name;      /* in the file */
  TrdFieldType type;
  const char *parameter; /* nullable: of a request */
  const char *member;    /* nullable: of an answer */
  gint64 min;
  gint64 max;
  const char *const *words;
} TrdField;

typedef struct
{
  const char *section; /* of the file: "queues" */
  const char *one;     /* "queue" */
  TrService service;
  const char *path; /* of the list; TaskRouter's: below the workspace */
  const char *name; /* in the file */
  const char *name_parameter;
  const char *name_member;
  const TrdField *fields; /* ends with one without a name */
  gboolean can_add;
  gboolean can_remove;
  gboolean ignores_case; /* of names */
} TrdSetupSpec;

/* One activity, queue, …: as a file wants it, or as a workspace has it. */
typedef struct
{
  TrdSetupKind kind;
  char *name;
  char *sid;            /* nullable: of a file's */
  char *path;           /* in the file: "queues[0]"; nullable: of a workspace's */
  JsonObject *fields;   /* by the names of the file; what is absent is not spoken of */
  JsonObject *short_form; /* nullable: of a flow: the IVR that it was made from */
  char *webhook_url;    /* nullable: of a workspace's flow */
  char *configuration;  /* nullable: of a workspace's workflow, as the service has it */
  gboolean is_broken;   /* of a file's: attributes, filters or a text were refused and left out */
} TrdThing;

/* A whole centre: the one model for files and for live workspaces. */
typedef struct
{
  TrdSource *source;  /* nullable: of a live one; owned */
  char *name;         /* nullable: of the workspace */
  char *workspace_sid; /* nullable */
  GPtrArray *things[TRD_SETUP_N_KINDS]; /* of TrdThing */
  GHashTable *by_name[TRD_SETUP_N_KINDS]; /* of the same */
  gboolean is_whole[TRD_SETUP_N_KINDS]; /* what is not in the file is to go */
} TrdCentre;

const TrdSetupSpec *trd_setup_spec (TrdSetupKind kind);

TrdThing *trd_thing_new (TrdSetupKind kind, const char *name);
void trd_thing_free (TrdThing *self);
const char *trd_thing_get_text (TrdThing *self, const char *field);

TrdCentre *trd_centre_new (void);
void trd_centre_free (TrdCentre *self);
TrdCentre *trd_centre_load_file (const char *path, GError **error);
TrdCentre *trd_centre_load_file_to_check (const char *path, GError **error);
TrdCentre *trd_centre_load_source (TrdSource *source, GError **error);
TrdCentre *trd_centre_load_live (TrdService *service, TrdCentre *wanted, GError **error);
void trd_centre_add (TrdCentre *self, TrdThing *thing);
TrdThing *trd_centre_find (TrdCentre *self, TrdSetupKind kind, const char *name);
gboolean trd_setup_is_sid (TrdSetupKind kind, const char *name);
TrdThing *trd_centre_find_sid (TrdCentre *self, TrdSetupKind kind, const char *sid);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrdThing, trd_thing_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrdCentre, trd_centre_free)

G_END_DECLS
