# Selectors over the documents of meshretry: what mr-match writes (EffectiveMeshRetry), and the
# findings that --report json gives. They pick; nothing is computed here that a tool computes.
#
#   mr-match mesh.json | mr-query -c 'include "meshretry"; effective("backend")'
#
# A filter takes one document, an array of documents (--slurp), or anything else, which it passes by.

module {"name": "meshretry", "version": 1};

# The effective documents in the input.
def documents:
  if type == "array" then .[] else . end
  | select(type == "object" and .kind == "EffectiveMeshRetry");

# The outbounds of each document, with the mesh and the dataplane they belong to.
def outbounds:
  documents | {mesh, dataplane} + .outbounds[];

# The outbounds to a service: by the name of the service or of the resource (kri_…).
def outbounds($service):
  outbounds | select(.service == $service or .resource == $service);

# The whole merged conf that each outbound to the service ends up with; null where no policy applies.
def effective($service):
  outbounds($service) | .conf;

# Every field of every outbound with the policy item that set it: one object a field.
def provenance:
  outbounds
  | {mesh, dataplane, service, resource, address, port} as $outbound
  | .fields // {}
  | to_entries[]
  | ($outbound | with_entries(select(.value != null))) + {field: .key} + .value;

# The policies behind the conf of each outbound to the service, in merge order, as the document
# lists them: name and targetRef.
def policies($service):
  documents
  | .policies as $policies
  | [.outbounds[] | select(.service == $service or .resource == $service) | .origin[]?] as $origin
  | $policies[]
  | select(.name as $name | any($origin[]; . == $name));

# Findings: those of a report as they are, and a document's warnings in the same form.
def findings:
  if type == "array" then .[] else . end
  | select(type == "object")
  | if has("severity") and has("message") then .
    elif .kind == "EffectiveMeshRetry" then
      {severity: "warning", mesh, dataplane} + {message: .warnings[]?}
    else empty
    end;

# The findings of one severity: "error", "warning" or "note".
def findings($severity):
  findings | select(.severity == $severity);
