/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A TwiML document, parsed and checked. It never changes, so runs share it.
 *
 * What is not XML is an error. What is XML but not as the service's schema says is a warning, and
 * the element or attribute at fault counts for nothing: a caller hears the rest, as with the
 * service. */
typedef struct _TrsTwiml TrsTwiml;

/* A verb or noun of a document, borrowed from it. */
typedef struct _TrsTwimlElement TrsTwimlElement;

#define TRS_TWIML_MAX_BYTES (64 * 1024)
#define TRS_TWIML_MAX_DEPTH 32
#define TRS_TWIML_MAX_WARNINGS 64

typedef enum
{
  TRS_TWIML_RESPONSE,
  /* verbs */
  TRS_TWIML_DIAL,
  TRS_TWIML_ENQUEUE,
  TRS_TWIML_GATHER,
  TRS_TWIML_HANGUP,
  TRS_TWIML_LEAVE,
  TRS_TWIML_PAUSE,
  TRS_TWIML_PLAY,
  TRS_TWIML_RECORD,
  TRS_TWIML_REDIRECT,
  TRS_TWIML_REJECT,
  TRS_TWIML_SAY,
  /* nouns */
  TRS_TWIML_CLIENT,
  TRS_TWIML_CONFERENCE,
  TRS_TWIML_IDENTITY,
  TRS_TWIML_NUMBER,
  TRS_TWIML_PARAMETER,
  TRS_TWIML_QUEUE,
  TRS_TWIML_SIP,
  TRS_TWIML_TASK,
} TrsTwimlKind;

/**
 * TrsTwimlError:
 * @TRS_TWIML_ERROR_TOO_LARGE: more than #TRS_TWIML_MAX_BYTES
 * @TRS_TWIML_ERROR_PARSE: not XML, or XML that is refused: a DOCTYPE, another encoding, too deep
 * @TRS_TWIML_ERROR_ROOT: XML, but no Response
 *
 * The values are the service's own codes. Messages say line and column where there is one.
 *
 * Source: the service's error dictionary.
 */
typedef enum
{
  TRS_TWIML_ERROR_TOO_LARGE = 11750,
  TRS_TWIML_ERROR_PARSE = 12100,
  TRS_TWIML_ERROR_ROOT = 12102,
} TrsTwimlError;

#define TRS_TWIML_ERROR (trs_twiml_error_quark ())
GQuark trs_twiml_error_quark (void);

/* Codes of warnings. */
#define TRS_TWIML_WARNING_NOT_RUN 0         /* the sandbox's own: a verb that it does not run */
#define TRS_TWIML_WARNING_SCHEMA 12200      /* not as the schema says */
#define TRS_TWIML_WARNING_WORKFLOW 14220    /* Enqueue: no SID of a workflow */
#define TRS_TWIML_WARNING_ATTRIBUTES 14221  /* Enqueue: the task's attributes are no JSON object */
#define TRS_TWIML_WARNING_RESERVATION 14215 /* Dial Queue: no SID of a reservation */
#define TRS_TWIML_WARNING_ACTIVITY 14216    /* Dial Queue: no SID of an activity */

typedef struct
{
  guint code; /* the service's, or TRS_TWIML_WARNING_NOT_RUN */
  guint line; /* from 1 */
  guint column;
  char *message; /* one line */
} TrsTwimlWarning;

TrsTwiml *trs_twiml_parse (const char *text, gssize length, GError **error);
TrsTwiml *trs_twiml_ref (TrsTwiml *self);
void trs_twiml_unref (TrsTwiml *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsTwiml, trs_twiml_unref)

const TrsTwimlElement *trs_twiml_get_response (TrsTwiml *self);
GPtrArray *trs_twiml_get_warnings (TrsTwiml *self); /* of TrsTwimlWarning */

TrsTwimlKind trs_twiml_element_get_kind (const TrsTwimlElement *self);
const char *trs_twiml_element_get_name (const TrsTwimlElement *self);
guint trs_twiml_element_get_line (const TrsTwimlElement *self);
const char *trs_twiml_element_get_text (const TrsTwimlElement *self);
gint64 trs_twiml_element_get_silence (const TrsTwimlElement *self);
GPtrArray *trs_twiml_element_get_children (const TrsTwimlElement *self); /* of TrsTwimlElement */
const TrsTwimlElement *trs_twiml_element_get_child (const TrsTwimlElement *self, TrsTwimlKind kind);
gboolean trs_twiml_element_has (const TrsTwimlElement *self, const char *attribute);
const char *trs_twiml_element_get_string (const TrsTwimlElement *self, const char *attribute);
int trs_twiml_element_get_int (const TrsTwimlElement *self, const char *attribute);
gboolean trs_twiml_element_get_bool (const TrsTwimlElement *self, const char *attribute);
const char *trs_twiml_element_get_problem (const TrsTwimlElement *self, guint *code);

/* Enqueue: what the Task noun asks for. */
JsonObject *trs_twiml_element_get_task_attributes (const TrsTwimlElement *self);

G_END_DECLS
