/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-types.h"

G_BEGIN_DECLS

/**
 * TrsCallback:
 * @url: where to tell; NULL for nowhere
 * @method: "GET" or "POST"; NULL for the service's default
 * @events: words separated by spaces or commas; NULL for the service's default
 */
typedef struct
{
  const char *url;
  const char *method;
  const char *events;
} TrsCallback;

/**
 * TrsConferenceOptions:
 * @to: whom to call; NULL is the worker's contact_uri
 * @from: NULL is the number that the caller dialled, or the task's "from"
 * @timeout: seconds to let it ring, 1 to 999
 * @post_work_activity_sid: nullable
 * @end_conference_on_exit: when the worker leaves
 * @end_conference_on_customer_exit: when the caller leaves
 *
 * Begin with trs_conference_options_init(), which sets the service's defaults.
 */
typedef struct
{
  const char *to;
  const char *from;
  int timeout;
  const char *post_work_activity_sid;
  gboolean muted;
  gboolean start_conference_on_enter;
  gboolean end_conference_on_exit;
  gboolean end_conference_on_customer_exit;
  int max_participants;
  const char *beep;
  const char *wait_url;
  gboolean record;
  const char *conference_record;
  TrsCallback status_callback;
  TrsCallback conference_status_callback;
} TrsConferenceOptions;

typedef struct
{
  const char *to;
  const char *from;
  int timeout; /* seconds; 0 is the default of 60 */
  const char *post_work_activity_sid;
  const char *record;
  TrsCallback status_callback;
} TrsDequeueOptions;

typedef struct
{
  const char *to;   /* NULL is the worker's contact_uri */
  const char *from; /* required */
  const char *url;  /* required: TwiML for the worker's call */
  gboolean accept;
  const char *record;
  int timeout; /* seconds; 0 is the default of 60 */
  TrsCallback status_callback;
} TrsCallOptions;

typedef struct
{
  const char *call_sid; /* required */
  const char *url;      /* required: TwiML for the caller */
  gboolean accept;
} TrsRedirectOptions;

typedef enum
{
  TRS_SUPERVISE_MONITOR,
  TRS_SUPERVISE_WHISPER,
  TRS_SUPERVISE_BARGE,
} TrsSuperviseMode;

typedef struct
{
  const char *supervisor; /* WK SID or address; required */
  TrsSuperviseMode mode;
} TrsSuperviseOptions;

void trs_conference_options_init (TrsConferenceOptions *options);

G_END_DECLS
