{{- /* What every process of Kaquan is told. No ConfigMap: a changed setting changes the pods, which are then replaced. */ -}}
{{- define "kaquan.env" -}}
{{- $given := dict
  "KAQUAN_ENVIRONMENT" "production"
  "KAQUAN_DATA_DIR" "/data"
  "KAQUAN_PLATFORM_HOST" .Values.host
  "KAQUAN_PUBLIC_SCHEME" "https"
  "KAQUAN_PUBLIC_PORT" "443"
  "KAQUAN_PORT" "8000"
  "KAQUAN_TRUSTED_PROXIES" (join " " .Values.trustedProxies)
-}}
{{- range $name, $value := merge (dict) .Values.settings $given }}
- {name: {{ $name }}, value: {{ $value | quote }}}
{{- end }}
{{- include "kaquan.brokerEnv" . }}
- name: DATABASE_URL
  valueFrom:
    secretKeyRef:
{{- if eq .Values.database.mode "cnpg" }}
      name: {{ include "kaquan.fullname" . }}-db-app
      key: uri
{{- else }}
      name: {{ .Values.database.external.existingSecret }}
      key: {{ .Values.database.external.key }}
{{- end }}
{{- end -}}

{{- define "kaquan.brokerEnv" }}
{{- if eq .Values.valkey.mode "internal" }}
- {name: REDIS_URL, value: "redis://{{ include "kaquan.fullname" . }}-valkey:6379/0"}
{{- else }}
- name: REDIS_URL
  valueFrom:
    secretKeyRef:
      name: {{ .Values.valkey.external.existingSecret }}
      key: {{ .Values.valkey.external.key }}
{{- end }}
{{- end -}}

{{- /* Secrets by their names in .env.example; whatever else stands in the Secret is harmless. */ -}}
{{- define "kaquan.envFrom" -}}
- secretRef: {name: {{ include "kaquan.secret" . }}}
{{- end -}}

{{- /* Which network policies a pod is under. Takes (dict "root" $ "component" "web"). */ -}}
{{- define "kaquan.podMeta" -}}
labels:
  {{- include "kaquan.labels" . | nindent 2 }}
  {{- with .root.Values.podLabels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- $marks := dict -}}
{{- if .root.Values.secrets.values }}
{{- $_ := set $marks "checksum/secrets" (toJson .root.Values.secrets.values | sha256sum) -}}
{{- end }}
{{- with merge $marks .root.Values.podAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- /* What every pod of this release has, whoever made its image. Takes (dict "root" $ "component" "web"). */ -}}
{{- define "kaquan.podCommon" -}}
serviceAccountName: {{ include "kaquan.serviceAccount" .root }}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  {{- toYaml .root.Values.podSecurityContext | nindent 2 }}
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .root.Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "kaquan.spread" -}}
{{- if .root.Values.topologySpread.enabled -}}
topologySpreadConstraints:
{{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "kaquan.selector" $ | nindent 8 }}
{{- end }}
{{- end -}}
{{- end -}}

{{- define "kaquan.volumes" -}}
volumes:
  - name: data
    persistentVolumeClaim: {claimName: {{ include "kaquan.dataClaim" . }}}
  - name: tmp
    emptyDir: {}
{{- end -}}

{{- /*
A container of our image. Takes (dict "root" $ "name" … "command" (list …) "resources" … "env" (dict …)); probes and ports stand beside it.
With "bare" true it is told no secret and sees no data.
*/ -}}
{{- define "kaquan.container" -}}
name: {{ .name }}
image: {{ include "kaquan.image" .root }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
command: {{ .command | toJson }}
env:
  {{- if .bare }}
  {{- include "kaquan.brokerEnv" .root | nindent 2 }}
  {{- else }}
  {{- include "kaquan.env" .root | nindent 2 }}
  {{- end }}
  {{- range $name, $value := .env }}
  - {name: {{ $name }}, value: {{ $value | quote }}}
  {{- end }}
{{- if not .bare }}
envFrom:
  {{- include "kaquan.envFrom" .root | nindent 2 }}
{{- end }}
securityContext:
  {{- toYaml .root.Values.containerSecurityContext | nindent 2 }}
resources:
  {{- toYaml .resources | nindent 2 }}
volumeMounts:
  - {name: tmp, mountPath: /tmp}
  {{- if not .bare }}
  - {name: data, mountPath: /data}
  {{- end }}
{{- end -}}

{{- /* New code waits until the database is as it expects; old code goes on meanwhile. */ -}}
{{- define "kaquan.waitForMigrations" -}}
initContainers:
  - {{- include "kaquan.container" (dict "root" . "name" "wait-for-migrations" "command" (list "python" "manage.py" "wait_for_migrations") "resources" .Values.beat.resources) | nindent 4 }}
{{- end -}}
