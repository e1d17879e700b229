{{/* The pod: the server, its volumes, and where it may run. */}}

{{- define "kayan.podSpec" -}}
serviceAccountName: {{ include "kayan.serviceAccountName" . }}
automountServiceAccountToken: false
enableServiceLinks: false
terminationGracePeriodSeconds: {{ .Values.terminationGracePeriodSeconds }}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .Values.runtimeClassName }}
runtimeClassName: {{ . }}
{{- end }}
securityContext:
  {{- toYaml .Values.podSecurityContext | nindent 2 }}
{{- if .Values.gazetteer.init.enabled }}
initContainers:
  - name: gazetteer
    {{- with .Values.gazetteer.init }}
    image: {{ .image }}
    imagePullPolicy: IfNotPresent
    {{- with .command }}
    command:
      {{- toYaml . | nindent 6 }}
    {{- end }}
    {{- with .args }}
    args:
      {{- toYaml . | nindent 6 }}
    {{- end }}
    {{- with .env }}
    env:
      {{- toYaml . | nindent 6 }}
    {{- end }}
    resources:
      {{- toYaml .resources | nindent 6 }}
    {{- end }}
    securityContext:
      {{- toYaml .Values.securityContext | nindent 6 }}
    volumeMounts:
      - {name: gazetteer-init, mountPath: /gazetteer/init}
      - {name: tmp, mountPath: /tmp}
{{- end }}
containers:
  - {{ include "kayan.container" . | nindent 4 | trim }}
  {{- with .Values.extraContainers }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
volumes:
  - name: tmp
    emptyDir:
      sizeLimit: 16Mi
  {{- with include "kayan.gazetteerVolumes" . | trim }}
  {{- . | nindent 2 }}
  {{- end }}
  {{- with include "kayan.secretVolumes" . | trim }}
  {{- . | nindent 2 }}
  {{- end }}
  {{- with .Values.extraVolumes }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- $spread := .Values.topologySpread }}
{{- if or $spread.zone $spread.host }}
topologySpreadConstraints:
  {{- range $key, $when := dict "topology.kubernetes.io/zone" $spread.zone "kubernetes.io/hostname" $spread.host }}
  {{- if $when }}
  - maxSkew: 1
    topologyKey: {{ $key }}
    whenUnsatisfiable: {{ $when }}
    # Pods of the old version do not count during a rollout.
    matchLabelKeys: [pod-template-hash]
    labelSelector:
      matchLabels:
        {{- include "kayan.selectorLabels" $ | nindent 8 }}
  {{- end }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "kayan.container" -}}
name: kayan
image: {{ include "kayan.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
args: [serve]
envFrom:
  - configMapRef:
      name: {{ include "kayan.fullname" . }}
{{- if or .Values.extraEnv .Values.secretEnv .Values.secretFiles }}
env:
  {{- range .Values.secretEnv }}
  - name: {{ .name }}
    valueFrom:
      secretKeyRef:
        name: {{ .secretName }}
        key: {{ .key }}
  {{- end }}
  {{- range .Values.secretFiles }}
  {{- if .env }}
  - name: {{ .env }}
    value: /etc/kayan/secrets/{{ .secretName }}/{{ .key }}
  {{- end }}
  {{- end }}
  {{- with .Values.extraEnv }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}
ports:
  - {name: grpc, containerPort: {{ .Values.server.grpcPort }}, protocol: TCP}
  - {name: admin, containerPort: {{ .Values.server.adminPort }}, protocol: TCP}
{{- range $probe := list "startup" "readiness" "liveness" }}
{{ $probe }}Probe:
  {{- if $.Values.tls.enabled }}
  httpGet:
    path: {{ ternary "/livez" "/readyz" (eq $probe "liveness") }}
    port: admin
  {{- else }}
  grpc:
    port: {{ $.Values.server.grpcPort }}
    service: {{ ternary "liveness" "" (eq $probe "liveness") | quote }}
  {{- end }}
  {{- toYaml (get $.Values.probes $probe) | nindent 2 }}
{{- end }}
{{- if and (gt (int .Values.preStopSleepSeconds) 0) (semverCompare ">=1.30.0-0" .Capabilities.KubeVersion.Version) }}
lifecycle:
  preStop:
    sleep:
      seconds: {{ .Values.preStopSleepSeconds }}
{{- end }}
resources:
  {{- toYaml .Values.resources | nindent 2 }}
securityContext:
  {{- toYaml .Values.securityContext | nindent 2 }}
volumeMounts:
  - {name: tmp, mountPath: /tmp}
  {{- with include "kayan.gazetteerMounts" . | trim }}
  {{- . | nindent 2 }}
  {{- end }}
  {{- with include "kayan.secretMounts" . | trim }}
  {{- . | nindent 2 }}
  {{- end }}
  {{- with .Values.extraVolumeMounts }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}
