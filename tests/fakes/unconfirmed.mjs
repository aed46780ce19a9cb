// Everything that no SDK, specification or documentation confirms, in one table. Tests never assert a value of it;
// whoever sees a live answer corrects it here. `startFakes({ unconfirmed })` and `PATCH /control/unconfirmed` change it.

export const UNCONFIRMED = {
  fal: {
    /** Code of an answer to cancel, by what it says. */
    cancel_codes: { OK: 200, CANCELLATION_REQUESTED: 202, ALREADY_COMPLETED: 400, NOT_FOUND: 404 },
    /** What cancelling a job that still waits, or that runs, says. */
    cancel_says: { queued: 'CANCELLATION_REQUESTED', running: 'CANCELLATION_REQUESTED' },
    /** The result of a job that has not ended, and of a cancelled one. */
    pending_result: { status: 400, detail: 'Request is still in progress' },
    cancelled_result: { status: 400, detail: 'Request was cancelled' },
    /** Whether a body that a model does not like is refused at submit (`submit`) or by the result (`result`). */
    invalid_at: 'result',
    /** How a job's payloads and media are deleted, by method and path: the older documentation and newer hearsay. */
    deletes: [['PUT', '/rest/requests/delete_io/:id'], ['DELETE', '/api/v1/models/requests/:id/payloads']],
    /** Shape of the film of a model that is not told one. */
    usual_aspect: { 'fal-ai/heygen/avatar4/image-to-video': '16:9', 'fal-ai/wan/v2.7/reference-to-video': '16:9' },
    real_face: 'The input may contain a real person.',
    /** Headers of a 429. */
    rate_limit_headers: {},
    user_id: 'understudy-test-user',
  },
  heygen: {
    /** `failure_code` by cause. */
    failure_codes: { input: 'asset_not_available', invalid: 'validation_error', refused: 'moderation_rejected', 'refused-output': 'moderation_rejected', 'real-face': 'moderation_rejected', internal: 'internal_error', timeout: 'timeout' },
    /** Whether deliveries to `callback_url` are signed, and with what. */
    callback_signed: false,
    /** Code of an answer to a mutation with an Idempotency-Key that is in use with another body. */
    reused_key: { status: 409, code: 'conflict' },
    /** Whether a video from an avatar whose owner has not consented is refused, and how. */
    without_consent: { status: 403, code: 'forbidden' },
    /** Status of a look whose person said no: nothing says whether it ever changes. */
    refused_look: 'failed',
    /** Shape of a film that is not told one. */
    usual_aspect: '16:9',
    /** Status of a video while it waits. */
    waiting: 'pending',
    delete_status: 200,
  },
  replicate: {
    create_status: 201,
    wait_status: 201,
    /** Error texts of a failed prediction by cause. */
    errors: {
      input: 'Failed to download input', invalid: 'Input validation failed', refused: 'The input or output was flagged as sensitive. Please try again with different inputs. (E005)',
      'refused-output': 'The input or output was flagged as sensitive. Please try again with different inputs. (E005)', 'real-face': 'The input image may contain a real person.', internal: 'Prediction failed unexpectedly', timeout: 'Prediction timed out',
    },
    /** Status of an answer to cancel of an ended prediction. */
    cancel_ended: 200,
    file_ttl_s: 24 * 3600,
    unauthenticated: { title: 'Unauthenticated', detail: 'You did not pass a valid authentication token' },
  },
  google: {
    /** Codes in `errors[]` by cause. */
    error_codes: { input: 'INVALID_ARGUMENT', invalid: 'INVALID_ARGUMENT', refused: 'SAFETY', 'refused-output': 'SAFETY', 'real-face': 'SAFETY', internal: 'INTERNAL', timeout: 'DEADLINE_EXCEEDED' },
    /** Status of an interaction that a filter stopped. */
    refused_status: 'failed',
    /** Shape of a film that is not told one. */
    usual_aspect: '16:9',
    /** Literal forms of `duration` that are accepted. */
    duration: '^\\d+(\\.\\d+)?s?$',
    /** How the deliveries of `webhook_config` are signed: `none`, or with the secret of the static webhooks. */
    per_request_signed: false,
    /** Body of an event. */
    event: (type, interaction) => ({ type, timestamp: new Date().toISOString(), data: interaction }),
    missing_key: 403,
    bad_key: 400,
  },
  runway: {
    failure_codes: { input: 'ASSET.INVALID', invalid: 'INPUT_PREPROCESSING.INTERNAL', refused: 'SAFETY.INPUT.TEXT', 'refused-output': 'SAFETY.OUTPUT.VIDEO', 'real-face': 'SAFETY.INPUT.IMAGE', internal: 'INTERNAL', timeout: 'INTERNAL.BAD_OUTPUT.CODE01' },
    delete_status: 204,
    credits_per_second: 5,
  },
  openai: {
    failure_codes: { input: 'invalid_input', invalid: 'invalid_input', refused: 'moderation_blocked', 'refused-output': 'moderation_blocked', 'real-face': 'moderation_blocked', internal: 'server_error', timeout: 'server_error' },
    /** Answer to a download before the film is there. */
    not_ready: 404,
    keeps_s: 24 * 3600,
  },
  moderations: {
    rate_limit_headers: { 'x-ratelimit-limit-requests': '500', 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '120ms' },
    max_images: 1,
  },
  elevenlabs: {
    /** Form and code of each error: `new` {detail:{type,code,message,status,request_id}}, `old` {detail:{status,message}}. */
    errors: {
      invalid_api_key: { status: 401, form: 'new', type: 'authentication_error' },
      quota_exceeded: { status: 401, form: 'old' },
      voice_not_found: { status: 404, form: 'new', type: 'not_found' },
      max_character_limit_exceeded: { status: 400, form: 'old' },
      invalid_parameters: { status: 400, form: 'new', type: 'validation_error' },
      rate_limit_exceeded: { status: 429, form: 'new', type: 'rate_limit_error' },
      concurrent_limit_exceeded: { status: 429, form: 'new', type: 'rate_limit_error' },
    },
    /** Response headers of speech. */
    headers: true,
    max_files: 25,
    max_file_bytes: 11 * 1024 * 1024,
    requires_verification: false,
  },
  cartesia: {
    unauthenticated: 401,
    voice_not_found: 404,
    delete_status: 204,
  },
  workers_ai: {
    unauthenticated: { status: 401, code: 10000, message: 'Authentication error' },
    bad_input: { status: 400, code: 5006 },
    no_model: { status: 400, code: 5007 },
    /** Whether it answers in JSON where it is asked to; else in the words of Llama Guard. */
    heeds_format: true,
  },
};

const isTable = (v) => v !== null && typeof v === 'object' && !Array.isArray(v);

/** A copy of a table with some values changed. */
export function changed(table, changes = {}) {
  const made = { ...table };
  for (const [key, value] of Object.entries(changes)) made[key] = isTable(value) && isTable(made[key]) ? changed(made[key], value) : value;
  return made;
}
