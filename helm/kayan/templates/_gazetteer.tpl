{{/*
Where lists of names come from. The three templates go through the same
sources in the same order: paths for the server, mounts, volumes.
*/}}

{{- define "kayan.gazetteerPaths" -}}
{{- $paths := list }}
{{- if .Values.gazetteer.inline }}{{ $paths = append $paths "/gazetteer/inline" }}{{ end }}
{{- range $i, $name := .Values.gazetteer.configMaps }}
{{- $paths = append $paths (printf "/gazetteer/config-map-%d" $i) }}
{{- end }}
{{- range $i, $claim := .Values.gazetteer.volumeClaims }}
{{- $paths = append $paths (printf "/gazetteer/claim-%d/%s" $i (default "" $claim.path) | trimSuffix "/") }}
{{- end }}
{{- range $i, $image := .Values.gazetteer.images }}
{{- $paths = append $paths (printf "/gazetteer/image-%d/%s" $i (default "" $image.path) | trimSuffix "/") }}
{{- end }}
{{- if .Values.gazetteer.init.enabled }}{{ $paths = append $paths "/gazetteer/init" }}{{ end }}
{{- join ":" $paths }}
{{- end }}

{{- define "kayan.gazetteerMounts" -}}
{{- if .Values.gazetteer.inline }}
- {name: gazetteer-inline, mountPath: /gazetteer/inline, readOnly: true}
{{- end }}
{{- range $i, $name := .Values.gazetteer.configMaps }}
- {name: gazetteer-config-map-{{ $i }}, mountPath: /gazetteer/config-map-{{ $i }}, readOnly: true}
{{- end }}
{{- range $i, $claim := .Values.gazetteer.volumeClaims }}
- {name: gazetteer-claim-{{ $i }}, mountPath: /gazetteer/claim-{{ $i }}, readOnly: true}
{{- end }}
{{- range $i, $image := .Values.gazetteer.images }}
- {name: gazetteer-image-{{ $i }}, mountPath: /gazetteer/image-{{ $i }}, readOnly: true}
{{- end }}
{{- if .Values.gazetteer.init.enabled }}
- {name: gazetteer-init, mountPath: /gazetteer/init, readOnly: true}
{{- end }}
{{- end }}

{{- define "kayan.gazetteerVolumes" -}}
{{- if .Values.gazetteer.inline }}
- name: gazetteer-inline
  configMap:
    name: {{ include "kayan.fullname" . }}-gazetteer
{{- end }}
{{- range $i, $name := .Values.gazetteer.configMaps }}
- name: gazetteer-config-map-{{ $i }}
  configMap:
    name: {{ $name }}
{{- end }}
{{- range $i, $claim := .Values.gazetteer.volumeClaims }}
- name: gazetteer-claim-{{ $i }}
  persistentVolumeClaim:
    claimName: {{ $claim.claimName }}
    readOnly: true
{{- end }}
{{- range $i, $image := .Values.gazetteer.images }}
- name: gazetteer-image-{{ $i }}
  image:
    reference: {{ $image.reference }}
    pullPolicy: {{ default "IfNotPresent" $image.pullPolicy }}
{{- end }}
{{- if .Values.gazetteer.init.enabled }}
- name: gazetteer-init
  emptyDir:
    sizeLimit: {{ .Values.gazetteer.init.sizeLimit }}
{{- end }}
{{- end }}
